import type { Treatment } from '../package/treatment';
import type { PackOptions } from '../public-api';
import { dumpTreatment } from './dump-treatment';
import { redactionOfPackages } from './package-redaction';
import { timeTreatment } from './time-treatment';
import type { TreatmentContext, TreatmentKind } from './treatment-kind';

/** All there are, in the order they are applied. */
const KINDS: readonly TreatmentKind[] = [dumpTreatment, timeTreatment, redactionOfPackages];

/** What the treatments that the options ask for will do. Fails as they do with what is wrong in the options. */
export async function foreseenTreatments(context: TreatmentContext): Promise<Treatment[]> {
  return Promise.all(wantedKinds(context.options).map((kind) => kind.foresee(context)));
}

/** The treatments that the options ask for. Fails as they do. */
export async function treatmentsFor(context: TreatmentContext): Promise<Treatment[]> {
  const made: Treatment[] = [];
  try {
    for (const kind of wantedKinds(context.options)) made.push(await kind.make(context));
    return made;
  } catch (error) {
    for (const treatment of made) treatment.close?.();
    throw error;
  }
}

function wantedKinds(options: PackOptions): TreatmentKind[] {
  return KINDS.filter((kind) => kind.isAskedFor(options));
}

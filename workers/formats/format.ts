import type { Level, TimeKnownBy } from '../public-api';
import { compileGrammar, type Variant } from './grammar';

/** A log format: what tells it from others and how its lines are read. */
export interface Format {
  /** Short name, unique and stable: cases store it. */
  id: string;
  /** The name people see. */
  label: string;
  /** Of two formats that know a file's lines the one with the higher rank has it. */
  rank: number;
  /** Paths it usually has; its lines are then tried first. */
  paths: RegExp[];
  /** What a line without a head is: part of the record above, or a record of its own. */
  bareLines: 'join' | 'own';
  /** True when a record may run over hundreds of lines, so that few lines of a file have a head. */
  longRecords?: boolean;
  /** True when the path names the program where no line does (`hostd.log` of 5.x). */
  processFromPath: boolean;
  /** The compiled grammar, for the kernel. */
  program: Uint8Array;
}

export type FormatDescription = Omit<Format, 'program' | 'processFromPath'> & {
  processFromPath?: boolean;
  /** Shapes of lines, tried in this order. */
  variants: Variant[];
};

export function defineFormat({ variants, processFromPath = false, ...rest }: FormatDescription): Format {
  const program = compileGrammar(variants, { joinsBareLines: rest.bareLines === 'join' });
  return { ...rest, processFromPath, program };
}

/** A real line (or several) with what it must be read as; fields that are left out must be null. */
export interface Sample {
  /** One record, lines joined by `\n`. */
  text: string;
  /** Path that gives the process, when a line of this kind does not name it. */
  path?: string;
  /** Year of a file whose times have none. */
  year?: number;
  expect: {
    /** ISO 8601 UTC with milliseconds, or null. */
    time: string | null;
    /** `stated` where left out. */
    timeKnownBy?: TimeKnownBy;
    level?: Level | null;
    process?: string | null;
    pid?: string | null;
    component?: string | null;
    opId?: string | null;
    sid?: string | null;
    user?: string | null;
    host?: string | null;
    message: string;
  };
}

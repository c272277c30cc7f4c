import { expose } from 'comlink';
import { compare } from '../measure';
import type { Figure, Origin, WorkerSuite } from '../suite';

const modules = import.meta.glob<{ default: WorkerSuite }>('../suites/worker/*.ts', { eager: true });
const suites = Object.values(modules).map((module) => module.default);

/** What the page asks of the worker, through Comlink. */
export interface BenchWorker {
  suites(): Promise<{ name: string; origins: readonly Origin[] }[]>;
  run(name: string, quick: boolean): Promise<Figure[]>;
}

expose({
  suites: async () => suites.map(({ name, origins = ['insecure'] }) => ({ name, origins })),
  async run(name, quick) {
    const suite = suites.find((each) => each.name === name);
    if (!suite) throw new Error(`there is no suite "${name}"`);
    const figures: Figure[] = [];
    for await (const comparison of suite.prepare(quick)) {
      figures.push(...(await compare(comparison, quick ? 3 : suite.rounds)));
    }
    return figures;
  },
} satisfies BenchWorker);

import type { AnalysisControl, CaseReader } from '../analysis/case-reader';
import type { RedactKind } from '../public-api';
import type { NameList } from './name-list';

/** A place in a text where a name stands: the line that holds `needle`, and where in it. */
export interface NameForm {
  /** Written exactly so in every line of this form; long and rare ones spare work. */
  needle: string;
  /**
   * Gives the names of one line to the list. `at` is where the needle stands; the line is cut to a few thousand
   * characters around it. Must take time in proportion to the line.
   */
  read(line: string, at: number, names: NameList): void;
}

/** A small file that is read as a whole. */
export interface NameFile {
  /** Whether the file of this path (below the bundle's top folder) is one. */
  wants(path: string): boolean;
  /** As many bytes from its start. */
  maxBytes: number;
  /** Takes any text, damaged or not what it should be. */
  read(text: string, names: NameList, path: string): void;
}

/** Content that a road is tried with, and what it must and must not find. */
export interface NameSample {
  path: string;
  content: string;
  finds: readonly [RedactKind, string][];
  /** Texts of which none may be found, of whatever kind. */
  leaves?: readonly string[];
}

/** One way in which names of the case become known; one file each in `names/`, found by itself. */
export interface NameRoad {
  /** Name of its file. */
  id: string;
  files?: readonly NameFile[];
  /** Looked for in every text of the case: logs, configuration, output of commands. */
  forms?: readonly NameForm[];
  /**
   * Reads every text of the case, where no words tell the names: what begins before `end`. What begins behind it comes again
   * with what follows it.
   */
  text?(text: string, end: number, names: NameList): void;
  /** A file's path with everything around it. */
  path?(path: string, names: NameList): void;
  /** What other analyses know of the case. */
  case?(reader: CaseReader, names: NameList, control: AnalysisControl): Promise<void>;
  /** Its tests. */
  samples: readonly NameSample[];
}

import type { Analysis } from '../analysis/case-reader';
import { Failure } from '../failure';
import { certificateEvents } from '../hsm/certificates';
import { certificateTable } from '../hsm/certificate-table';
import { findingTable, type HsmFindingRow } from '../hsm/finding-table';
import { HSM_ANALYSIS, type HsmCase } from '../hsm/hsm-case';
import { keyTable } from '../hsm/key-table';
import type { ListTable } from '../hsm/list-table';
import { findingsWithRows, type FindingWithRows } from '../hsm/rules';
import { eventsBetween, placeAt, storyOf, type HsmStory } from '../hsm/story';
import { actionsOn, sessionsOf, userTable, type HsmUserRow, type HsmUserSessions } from '../hsm/user-table';
import { usersOfGroups, type UserOfGroup } from '../hsm/users';
import type { CaseAnalyses } from './case-analyses';
import type { TableSources } from './case-tables';
import type { HsmStorySubject } from './hsm-view-api';
import type { Waiting } from './shared-work';

/** Events told of a place on a lane. */
const MAX_BETWEEN = 20;

export interface HsmFindings {
  from: HsmCase;
  list: FindingWithRows[];
  table: ListTable<HsmFindingRow>;
}

interface Users {
  from: HsmCase;
  list: UserOfGroup[];
  table: ListTable<HsmUserRow>;
}

/** Findings over a case, worked out where they can be waited for and cancelled. */
export async function findingsOf(analyses: CaseAnalyses, waiting?: Waiting): Promise<HsmFindings> {
  const from = await analyses.get(HSM_ANALYSIS, waiting);
  const analysis: Analysis<HsmFindings> = {
    name: 'hsm-findings',
    async run(_, { pause }) {
      const list = await findingsWithRows(from, pause);
      return { from, list, table: findingTable(list) };
    },
  };
  return analyses.get(analysis, waiting);
}

async function usersOf(analyses: CaseAnalyses, waiting?: Waiting): Promise<Users> {
  const from = await analyses.get(HSM_ANALYSIS, waiting);
  const analysis: Analysis<Users> = {
    name: 'hsm-users',
    async run(_, { pause }) {
      const list = await usersOfGroups(from, pause);
      return { from, list, table: userTable(list.map(({ user }) => user)) };
    },
  };
  return analyses.get(analysis, waiting);
}

/** Messages of the cluster's own stream. */
export const HSM_CERTIFICATES: Analysis<Awaited<ReturnType<typeof certificateEvents>>> = {
  name: 'hsm-certificates',
  run: certificateEvents,
};

/** How the view's tables are made. */
export const HSM_TABLES: Pick<TableSources, 'hsmFindings' | 'hsmKeys' | 'hsmUsers' | 'hsmCertificates'> = {
  hsmFindings: async (analyses, waiting) => (await findingsOf(analyses, waiting)).table,
  hsmKeys: async (analyses, waiting) => keyTable(await analyses.get(HSM_ANALYSIS, waiting)),
  hsmUsers: async (analyses, waiting) => (await usersOf(analyses, waiting)).table,
  hsmCertificates: async (analyses, waiting) =>
    certificateTable(await analyses.get(HSM_CERTIFICATES, waiting)),
};

/** What the view of HSM events asks besides its tables. */
export class CaseHsmView {
  readonly #analyses: CaseAnalyses;

  constructor(analyses: CaseAnalyses) {
    this.#analyses = analyses;
  }

  async story(of: HsmStorySubject, index: number): Promise<HsmStory> {
    if (of === 'finding') {
      const { from, list } = await findingsOf(this.#analyses);
      return storyOf(from, there(list[index], of).rows);
    }
    if (of === 'user') {
      const { from, list } = await usersOf(this.#analyses);
      return storyOf(from, actionsOn(from, there(list[index], of)));
    }
    const from = await this.#analyses.get(HSM_ANALYSIS);
    if (of === 'key') return storyOf(from, there(from.keys[index], of).rows);
    const { logins, rows, end } = there(from.attribution.sessions[index], of);
    const all = new Set([...logins.map(({ row }) => row), ...rows]);
    if (end !== null) all.add(end);
    return storyOf(from, [...all]);
  }

  async userSessions(user: number): Promise<HsmUserSessions> {
    const { from, list } = await usersOf(this.#analyses);
    return sessionsOf(from, there(list[user], 'user'));
  }

  async between(stream: number, from: number, to: number): Promise<HsmStory> {
    return eventsBetween(await this.#analyses.get(HSM_ANALYSIS), stream, { from, to }, MAX_BETWEEN);
  }

  async indexAt(file: number, line: number): Promise<number | null> {
    return placeAt(await this.#analyses.get(HSM_ANALYSIS), file, line);
  }
}

function there<Thing>(thing: Thing | undefined, what: HsmStorySubject): Thing {
  if (thing === undefined) throw new Failure('not-found', `there is no such ${what}`);
  return thing;
}

import { asResult } from '../failure';
import type { Engine } from './engine';
import type { HsmViewApi } from './hsm-view-api';

/** Answers to the view of HSM events; each waits until everything that was opened is parsed. */
export function hsmViewAnswers(engine: Engine): HsmViewApi {
  const hsm = async () => {
    await engine.whenIdle(false);
    return (await engine.current()).hsmView;
  };
  return {
    hsmStory: (of, index) => asResult(async () => (await hsm()).story(of, index)),
    hsmUserSessions: (user) => asResult(async () => (await hsm()).userSessions(user)),
    hsmBetween: (stream, from, to) => asResult(async () => (await hsm()).between(stream, from, to)),
    hsmIndexAt: (file, line) => asResult(async () => (await hsm()).indexAt(file, line)),
  };
}

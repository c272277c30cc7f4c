import { Failure } from '../failure';

/** A regular expression may take this long on one piece of text, in ms; then its query is given up. */
const EXPRESSION_PATIENCE = 8_000;

/** What a worker answers about an expression. Fails with `expression-too-slow`: the worker is to be ended then. */
export async function withPatience<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(expressionTooSlow()), EXPRESSION_PATIENCE);
  });
  try {
    return await Promise.race([answer, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

function expressionTooSlow(): Failure {
  return new Failure(
    'expression-too-slow',
    `the regular expression took more than ${EXPRESSION_PATIENCE / 1000} s on one piece of text and was stopped: ` +
      `simplify it (nested repetitions such as (a+)+ are the usual cause)`,
  );
}

import { Failure } from './failure';

/** What is waited for; fails with `cancelled` at once when the signal comes first. What is waited for goes on by itself. */
export function unlessCancelled<T>(signal: AbortSignal, awaited: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(cancelled());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void awaited.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Fails with `cancelled` when the signal has come. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

/** What ended because its signal came. */
export function cancelled(): Failure {
  return new Failure('cancelled', 'the work was cancelled');
}

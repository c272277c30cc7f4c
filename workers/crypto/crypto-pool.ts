import { transfer } from 'comlink';
import type { HashName } from '../envelope/cipher-suite';
import type { DataSecret, PartJob, PartPool } from '../envelope/part';
import { throwIfCancelled } from '../envelope/pipeline';
import type { Part } from '../envelope/plan';
import { wipe } from '../envelope/secret-bytes';
import { Failure } from '../failure';
import { WatchedWorker } from '../watched-worker';
import type { CryptoApi } from './crypto-api';

/** Workers with nothing to do end after this time, in ms. */
const IDLE = 30_000;

/** How the pool gets workers. */
export interface CryptoWorkers {
  start: () => Worker;
  /** Most workers at a time, 1 to 4. */
  readonly count: number;
}

/** What happened to a worker that is no longer there. */
export class CryptoWorkerDied extends Failure {
  constructor(reason: string) {
    super('crypto-worker-died', `a decryption worker stopped (${reason})`);
  }
}

interface Member {
  worker: WatchedWorker<CryptoApi>;
  /** Questions it has not answered yet. */
  asked: number;
  /** Jobs whose key it has. */
  jobs: Set<number>;
}

/**
 * Decrypts parts, and derives keys, in workers. They start when first needed: another one when all there are have
 * work. A worker that dies fails the jobs that had work in it; the next job has fresh ones.
 */
export class CryptoPool implements PartPool {
  readonly #workers: CryptoWorkers;
  readonly #members = new Set<Member>();
  readonly #jobs = new Set<number>();
  #nextJob = 1;
  #nextDerivation = 1;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(workers: CryptoWorkers) {
    this.#workers = workers;
  }

  get concurrency(): number {
    return this.#workers.count;
  }

  /** Starts all workers and lets them warm up, so that they are there when the user has chosen. */
  warm(): void {
    while (this.#members.size < this.#workers.count) {
      const member = this.#start();
      void this.#ask(member, member.worker.api.warm()).catch(() => undefined);
    }
  }

  open({ cipher, key, iv }: DataSecret): PartJob {
    const job = this.#nextJob++;
    const secret = { cipher, key: key.slice(), iv: iv.slice() };
    this.#jobs.add(job);
    return {
      run: (part, bytes) => this.#run(job, secret, part, bytes),
      close: () => {
        wipe(secret.key, secret.iv);
        this.#jobs.delete(job);
        for (const member of this.#members) {
          if (member.jobs.delete(job))
            void this.#ask(member, member.worker.api.close(job)).catch(() => undefined);
        }
        this.#rest();
      },
    };
  }

  /** PBKDF2 in a worker. Fails with `cancelled` soon after `signal` says so, however many rounds are left. */
  async pbkdf2(
    hash: HashName,
    password: Uint8Array,
    salt: Uint8Array,
    rounds: number,
    length: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    throwIfCancelled(signal);
    const member = this.#choose();
    const { api } = member.worker;
    const derivation = this.#nextDerivation++;
    const secret = sent(password.slice());
    const stop = () => void this.#ask(member, api.stopDeriving(derivation)).catch(() => undefined);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await this.#ask(member, api.pbkdf2(derivation, hash, secret, salt.slice(), rounds, length));
    } catch (error) {
      // The code of the worker's failure is lost on its way here.
      throwIfCancelled(signal);
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Ends all workers: keys in them are gone with them. */
  end(): void {
    clearTimeout(this.#idle);
    for (const member of this.#members) this.#lose(member);
  }

  async #run(job: number, secret: DataSecret, part: Part, bytes: Uint8Array): Promise<Uint8Array> {
    const member = this.#choose();
    const { api } = member.worker;
    if (!member.jobs.has(job)) {
      member.jobs.add(job);
      const { cipher, key, iv } = secret;
      const [keyCopy, ivCopy] = [key.slice(), iv.slice()];
      const copy = transfer({ cipher, key: keyCopy, iv: ivCopy }, [keyCopy.buffer, ivCopy.buffer]);
      // Its failure is that of the parts that follow.
      void this.#ask(member, api.open(job, copy)).catch(() => undefined);
    }
    return this.#ask(member, api.run(job, part, sent(bytes)));
  }

  /** The worker with the least to do, a new one when all are busy and more may be. */
  #choose(): Member {
    const [least] = [...this.#members].sort((a, b) => a.asked - b.asked);
    if (least && (least.asked === 0 || this.#members.size >= this.#workers.count)) return least;
    return this.#start();
  }

  #start(): Member {
    const worker = new WatchedWorker<CryptoApi>(
      this.#workers.start(),
      (reason) => new CryptoWorkerDied(reason),
    );
    const member: Member = { worker, asked: 0, jobs: new Set() };
    this.#members.add(member);
    return member;
  }

  async #ask<T>(member: Member, answer: PromiseLike<T>): Promise<T> {
    clearTimeout(this.#idle);
    member.asked++;
    try {
      return await member.worker.answered(answer);
    } catch (error) {
      if (error instanceof CryptoWorkerDied) this.#lose(member);
      throw error;
    } finally {
      member.asked--;
      this.#rest();
    }
  }

  #lose(member: Member): void {
    member.worker.end();
    this.#members.delete(member);
  }

  /** Lets the workers go some time after the last work. */
  #rest(): void {
    clearTimeout(this.#idle);
    const isWorking = this.#jobs.size > 0 || [...this.#members].some(({ asked }) => asked > 0);
    if (!isWorking && this.#members.size > 0) this.#idle = setTimeout(() => this.end(), IDLE);
  }
}

/** Sends a buffer over instead of a copy of it. */
function sent(bytes: Uint8Array): Uint8Array {
  return transfer(bytes, [bytes.buffer]);
}

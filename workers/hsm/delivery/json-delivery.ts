import { Tokenizer, TokenType } from '@streamparser/json';
import type { DeliveredEvent, DeliveryReader } from './delivered';

/** Deeper JSON is no delivery. */
const MAX_DEPTH = 32;
/** A single value as long as this is none either. */
const MAX_BYTES_OF_A_VALUE = 64 * 1024 * 1024;
/** Longest name of a log group (CloudWatch Logs allows 512 characters). */
const MAX_GROUP = 512;
/** Events held back until the names of stream and group behind them are known; then they are handed on without. */
const MAX_HELD = 20_000;

/** An object or list that is open. */
interface Frame {
  isList: boolean;
  /** The member at hand. */
  key: string | null;
  /** Member of the object around that this one is. */
  name: string | null;
  message: string | null;
  timestamp: number | null;
  /** `logStreamName` of an event, `logStream` of a delivery. */
  stream: string | null;
  /** `logGroup` of a delivery. */
  group: string | null;
  /** Events of `logEvents` that came before `logStream` and `logGroup`. */
  held: DeliveredEvent[];
}

export interface JsonDeliveryListener {
  event(event: DeliveredEvent): void;
  /** A delivery packed as gzip in base64, as a Lambda function gets it. */
  packed(base64: string): void;
}

/**
 * Reads the JSON shapes of CloudWatch Logs: answers of `get-log-events` and `filter-log-events`, subscription
 * deliveries, any number of them one after another or in lists. No more than one event is held in memory, and a
 * delivery's events until its stream is known.
 */
export class JsonDelivery implements DeliveryReader {
  readonly #listener: JsonDeliveryListener;
  readonly #tokenizer = new Tokenizer({ separator: '', stringBufferSize: 64 * 1024 });
  readonly #frames: Frame[] = [];
  #problem: string | null = null;
  #sinceToken = 0;
  #bytes = 0;
  #expectsKey = false;

  constructor(listener: JsonDeliveryListener) {
    this.#listener = listener;
    this.#tokenizer.onToken = ({ token, value }) => this.#take(token, value);
    this.#tokenizer.onError = ({ message }) => this.#fail(message);
  }

  push(bytes: Uint8Array, final: boolean): string | null {
    if (this.#problem !== null) return this.#problem;
    this.#sinceToken += bytes.length;
    this.#tokenizer.write(bytes);
    this.#bytes += bytes.length;
    if (this.#sinceToken > MAX_BYTES_OF_A_VALUE) this.#fail('a single value is too long');
    if (final && this.#problem === null) {
      if (this.#frames.length > 0) this.#fail('it ends in the middle');
      else if (!this.#tokenizer.isEnded) this.#tokenizer.end();
    }
    if (final || this.#problem !== null) while (this.#frames.length > 0) this.#close();
    return this.#problem;
  }

  #fail(message: string): void {
    this.#problem ??= `${message.slice(0, 200)} (after about ${this.#bytes} bytes)`;
  }

  #take(token: TokenType, value: unknown): void {
    if (this.#problem !== null) return;
    this.#sinceToken = 0;
    const frame = this.#frames.at(-1);
    switch (token) {
      case TokenType.LEFT_BRACE:
      case TokenType.LEFT_BRACKET:
        this.#open(token === TokenType.LEFT_BRACKET, frame);
        return;
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        this.#expectsKey = false;
        if (!frame || frame.isList !== (token === TokenType.RIGHT_BRACKET))
          this.#fail('brackets do not match');
        else this.#close();
        return;
      case TokenType.COMMA:
        this.#expectsKey = frame?.isList === false;
        return;
      case TokenType.STRING:
        if (frame && this.#expectsKey) {
          frame.key = value as string;
          this.#expectsKey = false;
        } else if (frame && !frame.isList) this.#text(frame, value as string);
        return;
      case TokenType.NUMBER:
        if (frame?.key === 'timestamp' && !frame.isList) frame.timestamp = value as number;
        return;
      default:
        return;
    }
  }

  #open(isList: boolean, around: Frame | undefined): void {
    if (this.#frames.length === MAX_DEPTH) return this.#fail('it is nested too deep');
    this.#frames.push({
      isList,
      key: null,
      // What a list holds is named as the list is.
      name: around ? (around.isList ? around.name : around.key) : null,
      message: null,
      timestamp: null,
      stream: null,
      group: null,
      held: [],
    });
    this.#expectsKey = !isList;
  }

  #text(frame: Frame, value: string): void {
    if (frame.key === 'message') frame.message = value;
    else if (frame.key === 'logStreamName') frame.stream = value || null;
    else if (frame.key === 'logStream' && value !== '') frame.stream = value;
    else if (frame.key === 'logGroup' && value !== '') frame.group = value.slice(0, MAX_GROUP);
    else if (frame.key === 'data' && frame.name === 'awslogs') this.#listener.packed(value);
    else if (frame.key === 'timestamp' && /^\d{12,14}$/.test(value)) frame.timestamp = Number(value);
  }

  #close(): void {
    const frame = this.#frames.pop()!;
    this.#release(frame);
    const isEvent = frame.name === 'events' || frame.name === 'logEvents';
    if (frame.isList || !isEvent || frame.message === null) return;
    const { message, timestamp, stream } = frame;
    if (frame.name === 'events' || stream !== null) {
      this.#listener.event({ message, timestamp, stream, group: null });
      return;
    }
    const event = { message, timestamp, stream: null, group: null };
    // The delivery around: its list, and the object that has the list.
    const delivery = this.#frames.at(-2);
    if (!delivery) {
      this.#listener.event(event);
      return;
    }
    delivery.held.push(event);
    const isNamed = delivery.stream !== null && delivery.group !== null;
    if (isNamed || delivery.held.length >= MAX_HELD) this.#release(delivery);
  }

  #release(delivery: Frame): void {
    const { stream, group } = delivery;
    for (const event of delivery.held) this.#listener.event({ ...event, stream, group });
    delivery.held = [];
  }
}

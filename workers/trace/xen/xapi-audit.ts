import { parseExpression, type Expression } from './s-expression';

/** A parameter of a call: those that are references have a uuid. */
export interface XapiParameter {
  name: string;
  /** The object's name, or the value. */
  readable: string;
  uuid: string;
  ref: string;
}

/** What one line of XAPI's audit.log says. */
export interface XapiCall {
  /** Hash of the session. */
  trackId: string;
  /** SID of a directory's user, `LOCAL_SUPERUSER` or `LOCAL_SESSION`. */
  subject: string;
  user: string;
  allowed: boolean;
  /** `OK`, `ERROR:CODE: [ … ]`, or empty when denied. */
  outcome: string;
  /** `API` or `HTTP`. */
  kind: string;
  call: string;
  parameters: XapiParameter[];
}

/** Reads the list at the end of the line; null when it is none. */
export function parseXapiAudit(message: string): XapiCall | null {
  const list = parseExpression(message);
  if (!list || list.length < 7) return null;
  const [track, subject, user, verdict, outcome, kind, call, parameters] = list;
  if (typeof track !== 'string' || typeof call !== 'string') return null;
  if (verdict !== 'ALLOWED' && verdict !== 'DENIED') return null;
  return {
    trackId: /^trackid=(.*)$/s.exec(track)?.[1] ?? '',
    subject: atom(subject),
    user: atom(user),
    allowed: verdict === 'ALLOWED',
    outcome: atom(outcome),
    kind: atom(kind),
    call,
    parameters: Array.isArray(parameters) ? parameters.flatMap(parameter) : [],
  };
}

function atom(expression: Expression | undefined): string {
  return typeof expression === 'string' ? expression : '';
}

function parameter(expression: Expression): XapiParameter[] {
  if (!Array.isArray(expression)) return [];
  const [name, readable, uuid, ref] = expression.map(atom);
  return name ? [{ name, readable: readable ?? '', uuid: uuid ?? '', ref: ref ?? '' }] : [];
}

/** The task reference in the fifth field of XAPI's lines: `R:82f033257476`, or null. */
export function taskReference(field: string | null): string | null {
  return /(?:^|\s)(R:[0-9a-f]{4,})(?:\s|$)/.exec(field ?? '')?.[1] ?? null;
}

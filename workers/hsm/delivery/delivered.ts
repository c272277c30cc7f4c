/** A log event as CloudWatch Logs delivers it in any of its shapes. */
export interface DeliveredEvent {
  /** Null where the shape does not name it. */
  stream: string | null;
  /** Log group that the stream is in, as it is written (`/aws/cloudhsm/…`); null where the shape does not name it. */
  group: string | null;
  /** As the writer sent it; line breaks inside. */
  message: string;
  /** ms UTC as the delivery states it, or null. */
  timestamp: number | null;
}

/** Reads one shape piece by piece. What is read is handed on at once; a problem ends it and is told. */
export interface DeliveryReader {
  /** Takes the next bytes; answers what is wrong, or null. After a problem it takes nothing more. */
  push(bytes: Uint8Array, final: boolean): string | null;
}

/** How an export holds its events: JSON of some kind, the CSV of a Logs Insights query, the output of `aws logs tail`. */
export type DeliveryShape = 'json' | 'csv' | 'tail';

import type { DeliveryShape } from './delivered';
import { isTail } from './tail-delivery';

const decoder = new TextDecoder();

/** Members that only CloudWatch Logs' own answers and deliveries have, beside events with messages. */
const ANSWERS = /"(?:nextForwardToken|nextBackwardToken|searchedLogStreams|logStreamName|ingestionTime)"\s*:/;
const DELIVERIES = /"awslogs"\s*:\s*\{\s*"data"\s*:\s*"|"messageType"\s*:\s*"(?:DATA|CONTROL)_MESSAGE"/;
/** A message of an HSM inside JSON. */
const HSM_MESSAGE = /"message"\s*:\s*"(?:Time\s*:\s*\d\d\/|\{\\"object_handle\\")/;

/** What kind of export of log streams begins so, or null. Told by content: 24 KiB of the beginning are plenty. */
export function deliveryShape(head: Uint8Array): DeliveryShape | null {
  const text = decoder.decode(head).trimStart();
  if (text.startsWith('{') || text.startsWith('[')) {
    if (DELIVERIES.test(text)) return 'json';
    const isAnswer = /"events"\s*:\s*\[/.test(text) && /"message"\s*:\s*"/.test(text) && ANSWERS.test(text);
    return isAnswer || HSM_MESSAGE.test(text) ? 'json' : null;
  }
  if (isTail(text)) return 'tail';
  const [header = ''] = text.split(/\r?\n/, 1);
  return /(?:^|,)"?@message"?(?:,|$)/.test(header) ? 'csv' : null;
}

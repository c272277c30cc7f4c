import { byteAt, isDigit, isWordByte } from '../byte-classes';
import { defineKind } from '../kind';
import { NumberedAliases } from '../numbered-aliases';

const DIGITS = 12;

/** The account of an AWS resource: `arn:aws:service:region:123456789012:…`. */
function account(text: Uint8Array, at: number, end: number): { from: number; to: number } | null {
  let colons = 0;
  let i = at;
  while (i < end && i - at < 80 && colons < 3) {
    if (text[i] === 58) colons++;
    else if (text[i]! <= 32) return null;
    i++;
  }
  for (let digit = 0; digit < DIGITS; digit++) if (!isDigit(byteAt(text, i + digit, end))) return null;
  return isWordByte(byteAt(text, i + DIGITS, end)) ? null : { from: i, to: i + DIGITS };
}

/** An account behind `owner":"`, as deliveries of CloudWatch name it. */
function owner(text: Uint8Array, at: number, end: number): { from: number; to: number } | null {
  let i = at;
  while (i - at < 8 && '\\": '.includes(String.fromCharCode(byteAt(text, i, end)))) i++;
  for (let digit = 0; digit < DIGITS; digit++) if (!isDigit(byteAt(text, i + digit, end))) return null;
  return i === at || isWordByte(byteAt(text, i + DIGITS, end)) ? null : { from: i, to: i + DIGITS };
}

export default defineKind({
  kind: 'cloud-name',
  labels: [
    { words: ['arn:aws', 'arn:aws-cn', 'arn:aws-us-gov'], value: account },
    { words: ['owner', 'accountid', 'account id', 'recipientaccountid'], value: owner },
  ],
  assigner: (book) =>
    new NumberedAliases(book, 'cloud-name', (number) => `9${String(number).padStart(DIGITS - 1, '0')}`),
  samples: [
    {
      text: 'arn:aws:kms:eu-north-1:481516234210:key/x "owner":"481516234210"',
      hides: ['481516234210'],
      keeps: ['arn:aws:kms:eu-north-1:9', ':key/x'],
    },
    { text: 'owner: root, pid 481516234210', keeps: ['owner: root, pid 481516234210'] },
  ],
});

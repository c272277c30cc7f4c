import { byteSet } from '../byte-classes';
import { defineKind, type Label } from '../kind';
import { Placeholders } from '../placeholders';
import { secret, WORDS } from '../secret-values';

const BASE64 = byteSet(`${WORDS}+/=%`);
/** Least bits of a key in base64. */
const SHORTEST_KEY = 16;

/** Base64 that is no word and no path: one of so many characters has a digit or a sign. */
function material(words: readonly string[]): Label {
  const { value } = secret(words, '=', BASE64, SHORTEST_KEY);
  return {
    words,
    value(text, at, end) {
      const found = value(text, at, end);
      if (found === null) return null;
      let isMaterial = false;
      for (let i = found.from; i < found.to; i++) {
        if (BASE64[text[i]!] === 0) return null;
        isMaterial ||= text[i]! < 58 && text[i] !== 47;
      }
      return isMaterial ? found : null;
    },
  };
}

/** Keys in blocks are found by secret-block.ts. */
export default defineKind({
  kind: 'private-key',
  labels: [
    secret(['secretkey', 'secret_key', 'privatekey', 'private_key'], '=>'),
    secret(
      [
        'encryption.keysafe',
        'encryption.data',
        'datafilekey',
        'configencdata',
        'vmx.encryptiondata',
        'keysafe',
      ],
      '=:',
    ),
    material(['key', 'data', 'data1', 'data2']),
  ],
  assigner: () => new Placeholders(),
  samples: [
    {
      text: '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A1B\n\nMIIEqzCCApOgAwIBAgIUJk3xjdm8Wv0bm2PpFhQ1xk7rAaQwDQYJKoZIhvcNAQEL\nabcd\n-----END RSA PRIVATE KEY-----',
      hides: ['MIIE', 'abcd'],
      keeps: ['Proc-Type: 4,ENCRYPTED', 'REDACTED\nREDACTED\n-----END'],
    },
    {
      // Lines that are narrower than those of openssl.
      text: '"-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIIt3kS9dQnVx0aTz\\nAoGBAKj5nVw1pQeR7yHs\\nq3Zt\\n-----END EC PRIVATE KEY-----\\n"',
      hides: ['MHcC', 'AoGB', 'q3Zt'],
    },
    {
      text: 'encryption.keySafe = "vmware:key/list/(pair/(phrase/GeEDBt3OE1k%3d/pass2key%3dPBKDF2))"',
      hides: ['GeEDBt3OE1k'],
    },
    {
      text: 'type=key:cipher=AES%2d256:key=Uz8MFZfqTbWN2jIHbFPhag%3d%3d',
      hides: ['Uz8MFZfq'],
      keeps: ['cipher=AES%2d256:key='],
    },
    {
      text: 'key=value data=12 key="com.vmware.vc.Event 12" key="/adv/Misc/HeartbeatPanic"',
      keeps: ['key=value data=12 key="com.vmware.vc.Event 12" key="/adv/Misc/HeartbeatPanic"'],
    },
  ],
});

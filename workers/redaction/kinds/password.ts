import { byteAt, byteSet, isWordByte } from '../byte-classes';
import { commandSecrets } from '../command-secrets';
import { defineKind, type Label } from '../kind';
import { chapSecret, passwords } from '../password-labels';
import { PLACEHOLDER, Placeholders } from '../placeholders';
import { secret, VISIBLE, WORDS } from '../secret-values';
import { cookies } from '../session-cookies';
import { SNMP_LABELS } from '../snmp-communities';
import { echoed, netUse } from '../typed-passwords';

/** Up to the path of a URL. */
const IN_AUTHORITY = byteSet(`${WORDS}!#$%&'()*+,-.:;=?@^_~\\`).fill(1, 0x80);
const LONGEST_AUTHORITY = 256;
const HASH = byteSet(`${WORDS}./$=,+-`);
const IN_TOKEN = byteSet(`${WORDS}+/=-_.~`);
const IN_BASE64_URL = byteSet(`${WORDS}-_`);
const LONGEST = 2048;
/** `root:p` in base64 has eight characters. */
const SHORTEST_TOKEN = 8;
const SHORTEST_NAMED_TOKEN = 16;
/** Of a signed token as a word of its own: what is looked ahead at, and a header of nothing but its algorithm. */
const LONGEST_SIGNED = 4000;
const SHORTEST_HEADER = 16;
/** The shortest hash of a password: of DES 13, of MD5 22 characters behind its mark. */
const SHORTEST_HASH = 24;
/** Said instead of a password. */
const NO_SECRET =
  /^(?:\*+|x|null|none|nil|true|false|yes|no|set|unset|not set|n\/a|required|enabled|disabled|expired|locked|changed|incorrect|invalid|empty|hidden|redacted|abgelaufen|falsch|<.*>|\(.*\)|\$\{.*\}|%\w+%)$/i;

/** `$6$salt$hash` and the like. */
function hashEnd(text: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i - at < 12 && isWordByte(byteAt(text, i, end))) i++;
  if (i === at + 1 || byteAt(text, i, end) !== 36) return 0;
  while (i < end && i - at < 256 && HASH[text[i]!] === 1) i++;
  return i - at >= SHORTEST_HASH ? i : 0;
}

/** A signed token as it stands by itself: header, claims and signature, each in base64, the first two JSON. */
function signedTokenEnd(text: Uint8Array, at: number, end: number): number {
  let part = at;
  let to = at;
  for (let dots = 0; dots < 3; dots++) {
    if (dots < 2 && !'eyJ'.split('').every((char, n) => byteAt(text, part + n, end) === char.charCodeAt(0)))
      return 0;
    to = part;
    while (to - at < LONGEST_SIGNED && IN_BASE64_URL[byteAt(text, to, end)] === 1) to++;
    if (to === part) return 0;
    if (dots < 2 && byteAt(text, to, end) !== 46) return 0;
    part = to + 1;
  }
  return to;
}

/** The password in `https://user:password@host`; user and password may hold an `@` themselves. */
const inUrl: Label = {
  words: ['://'],
  value(text, at, end) {
    let colon = 0;
    let to = 0;
    for (let i = at; i - at < LONGEST_AUTHORITY && IN_AUTHORITY[byteAt(text, i, end)] === 1; i++) {
      if (text[i] === 64) to = i;
      else if (text[i] === 58 && colon === 0) colon = i;
    }
    return colon > at && to > colon + 1 ? { from: colon + 1, to } : null;
  },
};

/** A token behind the scheme of HTTP's `Authorization`, where nothing says that it is that. */
const scheme: Label = {
  words: ['bearer', 'basic'],
  value(text, at, end) {
    if (byteAt(text, at, end) !== 32) return null;
    const to = tokenEnd(text, at + 1, end);
    if (to - at <= SHORTEST_TOKEN || isWordByte(byteAt(text, to, end))) {
      const isLong = to - at > LONGEST;
      return isLong ? { from: at + 1, to, rest: IN_TOKEN } : null;
    }
    const value = String.fromCharCode(...text.subarray(at + 1, to));
    return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[\d=]/.test(value) ? { from: at + 1, to } : null;
  },
};

const SCHEMES = new Set(['basic', 'bearer', 'negotiate', 'ntlm', 'token', 'apikey', 'sign']);

/** What stands behind `Authorization: Basic `: a token, or user and password in base64. */
const authorization: Label = {
  words: ['authorization'],
  value(text, at, end) {
    let i = at;
    while (i - at < 8 && ' \t=:"\'\\['.includes(String.fromCharCode(byteAt(text, i, end)))) i++;
    const from = i;
    while (i - from < 10 && isWordByte(byteAt(text, i, end))) i++;
    const name = String.fromCharCode(...text.subarray(from, i)).toLowerCase();
    if (from === at || !SCHEMES.has(name) || byteAt(text, i, end) !== 32) return null;
    while (byteAt(text, i, end) === 32 && i - from < 16) i++;
    const to = tokenEnd(text, i, end);
    if (to === i) return null;
    return to - i >= LONGEST ? { from: i, to, rest: IN_TOKEN } : { from: i, to };
  },
};

function tokenEnd(text: Uint8Array, from: number, end: number): number {
  let to = from;
  while (to - from < LONGEST && IN_TOKEN[byteAt(text, to, end)] === 1) to++;
  return to;
}

export default defineKind({
  kind: 'password',
  finders: [
    { bytes: { of: '$', next: '' }, end: hashEnd },
    { words: { of: 'word', from: SHORTEST_HEADER, to: 65, next: '.' }, end: signedTokenEnd },
  ],
  labels: [
    passwords,
    inUrl,
    scheme,
    authorization,
    secret(
      [
        'passwordhash',
        'sharedsecret',
        'clientsecret',
        'client_secret',
        'secret',
        'accesstoken',
        'access_token',
        'refresh_token',
        'sessiontoken',
        'authtoken',
        'auth_token',
        'apikey',
        'api_key',
        'secret_access_key',
        'secretaccesskey',
        'chapsecret',
        'mutualchapsecret',
        'vmware_soap_session',
        'jsessionid',
        'community',
      ],
      '=>',
    ),
    secret(['vmware-api-session-id'], '=>:'),
    // Short ones are numbers and counts.
    secret(['token', 'idtoken', 'id_token'], '=>', VISIBLE, SHORTEST_NAMED_TOKEN),
    secret(['auth-token', 'vault-token', 'security-token', 'api-key'], '=>:'),
    { ...secret(['ticket'], '=>'), endings: ['ticket'] },
    cookies,
    chapSecret,
    ...SNMP_LABELS,
    echoed,
    netUse,
    commandSecrets({
      commands: ['curl'],
      options: ['-u', '--user', '-U', '--proxy-user'],
      behind: ':',
      joined: 'may',
    }),
    commandSecrets({ commands: ['sshpass'], options: ['-p'], joined: 'may' }),
    commandSecrets({ commands: ['plink', 'pscp', 'psftp'], options: ['-pw'] }),
    commandSecrets({
      commands: ['ldapsearch', 'ldapmodify', 'ldapadd', 'ldapwhoami'],
      options: ['-w'],
      joined: 'may',
    }),
    commandSecrets({ commands: ['mysql', 'mysqldump', 'mysqladmin'], options: ['-p'], joined: 'must' }),
    commandSecrets({
      commands: ['smbclient', 'rpcclient'],
      options: ['-U', '--user'],
      behind: '%',
      joined: 'may',
    }),
    commandSecrets({ commands: ['ipmitool'], options: ['-P'] }),
    commandSecrets({ commands: ['racadm'], options: ['-p'] }),
    commandSecrets({ commands: ['keytool'], options: ['-storepass', '-keypass'] }),
    secret(['passin pass', 'passout pass'], ':'),
    commandSecrets({
      commands: ['account add', 'account set'],
      options: ['-p', '-c', '--password-confirmation'],
    }),
    commandSecrets({ commands: ['auth chap set'], options: ['-s', '--secret'] }),
    commandSecrets({ commands: ['loginhsm', 'createuser', 'changepswd'], options: ['-p'], words: [2] }),
  ],
  assigner: () => new Placeholders(write),
  samples: [
    {
      text: 'root:$6$kT9sQzXr$8fJm2n0bW4pLxVtYqHcUdRaEoGsKiZwBvNyMfThQjSgP:18000:0:::::',
      hides: ['kT9sQzXr', '8fJm2n0b'],
      keeps: ['root:$6$REDACTED:18000'],
    },
    {
      text: 'password="hunter2" <password>hunter2 &amp; b</password> {"password":"hunter2"} password=hunter2&x=1',
      hides: ['hunter2', 'amp', ' b<'],
      keeps: ['<password>REDACTED</password>', '&x=1'],
    },
    {
      text: '{"password":"ab\\"hunter2","x":1} "{\\"password\\":\\"hunter2\\",\\"x\\":1}" "{\\\\\\"password\\\\\\":\\\\\\"hunter2\\\\\\"}"',
      hides: ['hunter2', 'ab'],
      keeps: ['","x":1} ', '\\",\\"x\\":1}"', '\\\\\\"}"'],
    },
    {
      text: 'password=Größe1 vim-cmd --password hunter2 -x; esxcli --password "hunter2 b" https://root:hunter2@10.0.0.9:443/sdk\npassword: hunter2\n  passwd: "hunter2"\n',
      hides: ['hunter2', 'Größe1'],
      keeps: [' -x; esxcli', '@1', ':443/sdk'],
    },
    {
      text: 'Connect-VIServer -Password hunter2 -x; wget --http-password hunter2; user: a, password: hunter2; spring.datasource.password: hunter2, DB_PASSWORD=hunter2 rootPassword="hunter2" passwd=hunter2 pwd=hunter2; "--password","hunter2"',
      hides: ['hunter2'],
      keeps: ['-Password REDACTED -x', 'user: ', 'rootPassword="REDACTED"'],
    },
    {
      text: 'https://root:hun@ter2@10.0.0.9/sdk vi://a@b.c:hunter2@h/ password="hunter2 and no end\nPWD=/var/tmp; password: expired',
      hides: ['hun', 'ter2'],
      keeps: ['/sdk', 'and no end', 'PWD=/var/tmp', 'password: expired'],
    },
    {
      text: 'curl -k -u root:hunter2 https://a/; \'curl --user "root:hunter2 b" x\' done; curl --user=root:hunter2 -uroot:hunter2 x',
      hides: ['hunter2', ' b"'],
      keeps: ['-u root:REDACTED https://a/', "x' done", '--user=root:REDACTED -uroot:REDACTED x'],
    },
    {
      text: 'sshpass -p hunter2 ssh root@a; sshpass -phunter2 ssh b | mysql -phunter2 -p db; plink -pw hunter2 c\nesxcli system account set -i x -p hunter2 -c hunter2',
      hides: ['hunter2'],
      keeps: ['sshpass -p REDACTED ssh', '-pREDACTED ssh b | mysql -pREDACTED -p db', '-c REDACTED'],
    },
    {
      text: 'loginHSM -u CU -s someone -p hunter2; loginHSM CO someone hunter2 -hpswd\nopenssl rsa -passin pass:hunter2 -in x; keytool -storepass hunter2 -v; cloneTicket="hunter2" ldapsearch -x -D cn=a -w hunter2 -b c',
      hides: ['hunter2'],
      keeps: ['-hpswd', ' -in x', ' -b c'],
    },
    {
      text: 'Authorization: Basic cm9vdDpodW50ZXIy, "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln" basic authentication bearer of Config4 "Authorization":"Basic aaaabbbbcccc" authorization: required',
      hides: ['cm9v', 'eyJ', 'c2ln', 'aaaabbbb'],
      keeps: ['Basic ', 'Bearer ', 'basic authentication bearer of Config4', 'authorization: required'],
    },
    {
      text: 'Cookie: vmware_soap_session=52aa11bb-hunter2; Path=/; vmware_soap_session="\\"hunter2\\""; vmware-api-session-id: hunter2hunter2',
      hides: ['hunter2', '52aa11bb'],
      keeps: ['; Path=/;'],
    },
    {
      text: 'rocommunity s3cret default\ncom2sec -Cn x readonly default s3cret\ntrap2sink 10.0.0.9 s3cret 162\n   Communities: s3cret, s3cret2\n   Targets: 10.0.0.9@162 s3cret, 10.0.0.8@162 s3cret\n<communities>s3cret</communities> "communities": ["s3cret", "s3cret"], "x"',
      hides: ['s3cret'],
      keeps: [
        'readonly default REDACTED',
        '@162 REDACTED, 10.',
        '"communities": ["REDACTED", "REDACTED"], "x"',
      ],
    },
    {
      text: '<usmUsers>joe/aabbccddeeff00112233/ffeeddccbbaa99887766/priv</usmUsers> esxcli system snmp set --users=joe/aabbccddeeff00112233/-/auth\n users: /vmfs/volumes/x',
      hides: ['aabbccddeeff00112233', 'ffeeddccbbaa99887766'],
      keeps: ['joe/REDACTED/REDACTED/priv</', '/-/auth', 'users: /vmfs/volumes/x'],
    },
    {
      text: 'snmpwalk -v2c -c s3cret 10.0.0.9 .1; snmpget -v3 -u x -A s3cret -X s3cret2 10.0.0.9\nesxcli system snmp set --communities s3cret; esxcli system snmp set -c=x --communities="s3cret" -e true',
      hides: ['s3cret'],
      keeps: ['-v2c -c REDACTED 10.', '-A REDACTED -X REDACTED', ' -e true'],
    },
    {
      text: '<wsse:Password Type="http://docs.example/wss-username-token-profile-1.0#PasswordText">hunter2 a</wsse:Password><password xsi:type="xsd:string">hunter2</password>',
      hides: ['hunter2', ' a<'],
      keeps: ['PasswordText">REDACTED</wsse', '"xsd:string">REDACTED</pass'],
    },
    {
      text: '[Originator@6876 sub=Vimsvc] Password: hunter2\n[x opID=1] password: expired',
      hides: ['hunter2'],
      keeps: ['] Password: REDACTED', 'password: expired'],
    },
    {
      text: 'jwt eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl_x, "token":"s3cretabcdefgh1234567890" id_token=s3cretabcdefgh12&x=1 X-Vault-Token: s3cret token=12, tokens: 4',
      hides: ['s3cret', 'eyJzd', 'c2ln'],
      keeps: ['jwt REDACTED, "token":"REDACTED" id_token=REDACTED', '-Token: REDACTED token=12, tokens: 4'],
    },
    {
      text: '[12:00:01:a@b] bad password: no such user; tcp://10.0.0.9:443 https://a.b/c:d@e',
      keeps: ['[12:00:01:a@', 'bad password: no such', ':443', '/c:d@'],
    },
    {
      text: 'Accepted password for root from 10.0.0.9; password requisite pam.so; curl -s x; curl: (7) -u a:b; mysql -p db',
      keeps: [
        'password for root from',
        'password requisite pam.so; curl -s x; curl: (7) -u a:b; mysql -p db',
      ],
    },
    {
      text: "user=a pass=hunter2 adminPwd=hunter2 db_pass='hunter2 b' password1=hunter2 password_new=hunter2&password[0]=hunter2 {'passwordConfirm': 'hunter2'}\nadminpass: hunter2\npwd: hunter2\npass: hunter2\nx adminpass: hunter2, y; --pass hunter2 -x",
      hides: ['hunter2', ' b'],
      keeps: [
        ' pass=REDACTED adminPwd=REDACTED',
        ', y; --pass REDACTED -x',
        "'passwordConfirm': 'REDACTED'}",
      ],
    },
    {
      text: 'pass: 3 of 5\npass: ok\npass: 12\npass=3 fail=0 pass=3/5 pass=1.5s "pass":true bypass=always compass=north pwd: /var/tmp\npwd: cannot access\nPWD=/x OLDPWD=/y the first pass: done early, password_policy=retry password_length=12 password: expired\nthe password was changed',
      keeps: [
        'pass: 3 of 5\npass: ok\npass: 12\npass=3 fail=0 pass=3/5 pass=1.5s "pass":true bypass=always compass=north pwd: /var/tmp\npwd: cannot access\nPWD=/x OLDPWD=/y the first pass: done early, password_policy=retry password_length=12 password: expired\nthe password was changed',
      ],
    },
    {
      text: 'a%3Db%26password%3Dhunter2%2Bx%26c%3Dd {%22password%22%3A%22hunter2%22%2C%22x%22 password%253Dhunter2%2526e',
      hides: ['hunter2', '2Bx'],
      keeps: ['password%3DREDACTED%26c%3Dd', '%3A%22REDACTED%22%2C%22x%22', 'REDACTED%2526e'],
    },
    {
      text: 'Passwort: hunter2\nBenutzer a, Kennwort = hunter2; chap: secret "hunter2 b"; chap secret: hunter2; the chap secret was changed; Passwort: abgelaufen',
      hides: ['hunter2', ' b"'],
      keeps: ['Passwort: REDACTED', 'the chap secret was changed; Passwort: abgelaufen'],
    },
    {
      text: 'Cookie: lang=en; sessionid=hunter2; connect.sid=s%3Ahunter2; theme=dark\n"Set-Cookie":"auth_token=\\"hunter2\\"; Path=/; Max-Age=10" cookie: 12 a-session=3',
      hides: ['hunter2'],
      keeps: ['lang=en; sessionid=REDACTED;', '; theme=dark', '; Path=/; Max-Age=10" cookie: 12 a-session=3'],
    },
    {
      text: 'echo hunter2 | passwd root --stdin; echo x\nsh -c \'echo -n "root:hunter2" | sudo chpasswd\'\nprintf "hunter2\\nhunter2" |passwd\nnet use Z: \\\\filer\\share hunter2 /user:bob\nnet use \\\\filer\\share /user:bob "hunter2 b" /persistent:no',
      hides: ['hunter2', ' b"'],
      keeps: [
        'echo REDACTED | passwd root --stdin; echo x',
        'echo -n "root:REDACTED" | sudo chpasswd\'',
        'share REDACTED /user:bob\n',
        '/user:bob "REDACTED" /persistent:no',
      ],
    },
    {
      text: 'icmp echo of a | b; echo done | logger passwd; net use of memory /user:x; net use * \\\\filer\\share * /user:bob; echo a > passwd',
      keeps: [
        'echo of a | b; echo done | logger passwd; net use of memory /user:x; net use * \\\\filer\\share * /user:bob; echo a > passwd',
      ],
    },
  ],
});

/** Of a hash its sort stays. */
function write(text: string): string | null {
  if (NO_SECRET.test(text)) return null;
  const sort = /^\$\w{1,10}\$/.exec(text)?.[0];
  return sort === undefined ? PLACEHOLDER : sort + PLACEHOLDER;
}

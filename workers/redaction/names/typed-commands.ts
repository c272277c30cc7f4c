import { hostname } from '../internet-name';
import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

/** A line of shell.log: who typed, and what. */
const TYPED = /\]: \[[\w.@\\$-]{1,128}\]: (.{1,1000})/y;
const WORD = /"[^"\n]*"|'[^'\n]*'|(?:\\.|[^\s"';|&<>])+|[;|&<>]/g;
const MOST_WORDS = 200;

/** Programs whose first word without a dash is a host, and their options that a value follows. */
const TO_HOST: ReadonlyMap<string, RegExp> = new Map([
  ['ssh', /^-[bceilmopBDEFIJLOQRSWw]$/],
  ['telnet', /^-[elnb]$/],
  ['ping', /^-[cdisIWtTXMmnpQSwl]$/],
  ['ping6', /^-[cisIWt]$/],
  ['vmkping', /^-[cdisIWtTXNS]$/],
  ['traceroute', /^-[fgimpqstwz]$/],
  ['nslookup', /^-$/],
  ['dig', /^-[bcfkpqtxy]$/],
  ['host', /^-[cmNRTtWp]$/],
  ['nc', /^-[iIpPqsTwxX]$/],
]);
/** Those with `host:path` among their words. */
const COPIES = new Set(['scp', 'rsync', 'sftp']);

/** Hosts and users in command lines as they were typed. */
export const road: NameRoad = {
  id: 'typed-commands',
  forms: [
    {
      needle: ']: [',
      read(line, at, names) {
        TYPED.lastIndex = at;
        const typed = TYPED.exec(line)?.[1];
        if (typed !== undefined) for (const command of commands(typed)) take(command, names);
      },
    },
  ],
  samples: [
    {
      path: 'var/run/log/shell.log',
      content: [
        'scp -r a.tgz qmoe@q-tc1:/srv/x /tmp; ssh -l qroe -p 22 q-tc2 "ls"; sudo ssh qlee@qtcthree.quux.io',
        'ping -c 3 q-tc4 && vmkping -I vmk1 -s 8972 q-tc5 | grep x; nc -z q-tc6 1433; nslookup q-tc7; telnet q-tc8 80',
        'esxcli system hostname set --host=q-tc9 --domain quuz.io; esxcli system hostname set -f q-tc10.quuz.io',
        'esxcli network ip dns search add -d corge.io; esxcli system ntp set -s q-tc11 --server=q-tc12; openssl s_client -connect q-tc13:443',
        'ping 10.0.0.1; ssh -V; ping localhost; grep q-tc14 x; ping "$H"; scp /vmfs/a:b /tmp; nslookup -; esxcli -s q-tc15 system version get',
      ]
        .map((typed) => `2025-12-11T16:43:03Z In(14) shell[1]: [root]: ${typed}`)
        .join('\n'),
      finds: [
        ['user', 'qmoe'],
        ['user', 'qroe'],
        ['user', 'qlee'],
        ...['q-tc1', 'q-tc2', 'qtcthree', 'q-tc4', 'q-tc5', 'q-tc6', 'q-tc7', 'q-tc8', 'q-tc9', 'q-tc10'].map(
          (host) => ['host-name', host] as ['host-name', string],
        ),
        ...['q-tc11', 'q-tc12', 'q-tc13', 'q-tc15', 'quuz.io', 'corge.io'].map(
          (host) => ['host-name', host] as ['host-name', string],
        ),
      ],
      leaves: ['q-tc14', 'localhost', 'H', '$H', 'vmk1', '/vmfs/a', '-', 'ls', '1433'],
    },
  ],
};

/** The words of each command of a line, without quotes. */
function* commands(typed: string): Generator<string[]> {
  let words: string[] = [];
  let count = 0;
  for (const [word] of typed.matchAll(WORD)) {
    if (count++ > MOST_WORDS) break;
    if (/^[;|&<>]$/.test(word)) {
      yield words;
      words = [];
    } else if (words.length > 0 || !/^(?:sudo|time|nohup|watch|exec|\w+=\S*)$/.test(word)) {
      words.push(word.replace(/^(["'])(.*)\1$/, '$2'));
    }
  }
  yield words;
}

function take([program = '', ...words]: readonly string[], names: NameList): void {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const options = TO_HOST.get(name);
  if (options !== undefined) return target(words, options, names);
  if (COPIES.has(name)) {
    for (const word of words) {
      const remote = /^([^/:\s-][^/:\s]{0,253}):/.exec(word)?.[1];
      if (remote !== undefined) account(remote, names);
    }
  } else if (name === 'openssl') {
    account(valueOf(words, /^-(?:connect|servername)$/)[0]?.replace(/:\d+$/, ''), names);
  } else if (name === 'esxcli') ofEsxcli(words, names);
}

function ofEsxcli(words: readonly string[], names: NameList): void {
  const line = words.filter((word) => !word.startsWith('-')).join(' ');
  if (/system hostname set/.test(line)) {
    for (const host of valueOf(words, /^(?:-H|--host|-f|--fqdn)$/)) names.host(host);
    for (const domain of valueOf(words, /^(?:-d|--domain)$/)) names.domain(domain);
  } else if (/dns search (?:add|remove)/.test(line)) {
    for (const domain of valueOf(words, /^(?:-d|--domain)$/)) names.domain(domain);
  } else if (
    /system ntp set|dns server (?:add|remove)/.test(line) ||
    /^(?:-s|--server)/.test(words[0] ?? '')
  ) {
    for (const host of valueOf(words, /^(?:-s|--server)$/)) account(host, names);
  }
}

/** What stands behind some options, each with a blank or `=`. */
function valueOf(words: readonly string[], option: RegExp): string[] {
  return words.flatMap((word, at) => {
    const [head = '', ...value] = word.split('=');
    if (!option.test(head)) return [];
    return value.length > 0 ? [value.join('=')] : (words[at + 1] ?? []);
  });
}

function target(words: readonly string[], withValue: RegExp, names: NameList): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '-l') names.user(words[at + 1]);
    if (withValue.test(word)) at++;
    else if (!word.startsWith('-') && !/^[@+]/.test(word)) return account(word, names);
  }
}

/** `user@host` or a host. */
function account(text: string | undefined, names: NameList): void {
  const [, user, host] = /^(?:([\w.\\-]{1,64})@)?([\p{L}\p{N}_.-]{1,253})$/u.exec(text ?? '') ?? [];
  if (host === undefined) return;
  names.user(user);
  if (!/^[\d.]+$/.test(host)) hostname(host, true, names);
}

import { describe, expect, it } from 'vitest';
import { MAX_QUERY_DEPTH, MAX_QUERY_LENGTH, parseQuery } from '../../workers/query/parser';
import { Failure } from '../../workers/failure';
import { and, CONTEXT, failure, field, level, not, or, regex, time, tree, word } from './query-support';

describe('words and phrases', () => {
  it.each([
    ['', { kind: 'all' }],
    [' \t\n ', { kind: 'all' }],
    ['*', { kind: 'all' }],
    ['"*"', word('*')],
    ['powered', word('powered')],
    ['"powered on"', word('powered on')],
    ['powered on', and(word('powered'), word('on'))],
    ['powered\u00a0on', and(word('powered'), word('on'))],
    [String.raw`"say \"hi\" \\ there"`, word(String.raw`say "hi" \ there`)],
    [String.raw`"DOMAIN\name"`, word(String.raw`DOMAIN\name`)],
    [String.raw`DOMAIN\name`, word(String.raw`DOMAIN\name`)],
    [String.raw`C:\temp`, word(String.raw`C:\temp`)],
    ['sub="vpxLro"', word('sub="vpxLro"')],
    ['In(166)', word('In(166)')],
    ['(In(166))', word('In(166)')],
    ['foo(bar', word('foo(bar')],
    ['a-b', word('a-b')],
    ['naa.600605b', word('naa.600605b')],
    [
      'haTask-99-vim.VirtualMachine.powerOn-108005254',
      word('haTask-99-vim.VirtualMachine.powerOn-108005254'),
    ],
    ['größe', word('größe')],
    ['日本 語', and(word('日本'), word('語'))],
    ['foo*bar', word('foo*bar')],
  ])('%s', (text, expected) => expect(tree(text)).toEqual(expected));
});

describe('and, or, not, parentheses', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(word) as [never, never, never, never];
  it.each([
    ['a b or c d', or(and(a, b), and(c, d))],
    ['a or b c', or(a, and(b, c))],
    ['a OR b AND c', or(a, and(b, c))],
    ['a and b', and(a, b)],
    ['a or b or c', or(a, b, c)],
    ['(a or b) c', and(or(a, b), c)],
    ['a (b or c) d', and(a, or(b, c), d)],
    ['a or(b c)', or(a, and(b, c))],
    ['(a)(b)', and(a, b)],
    ['((a))', a],
    ['( a )', a],
    ['a (b c)', and(a, and(b, c))],
    ['-a', not(a)],
    ['-a b', and(not(a), b)],
    ['-(a or b)', not(or(a, b))],
    ['-(-a)', not(not(a))],
    ['-"a b"', not(word('a b'))],
    ['-/x/i', not(regex('x', 'i'))],
    ['-user:root', not(field('user', 'root'))],
    ['a or -b', or(a, not(b))],
    ['"or"', word('or')],
    ['Or', word('Or')],
    ['order', word('order')],
    ['or-else', word('or-else')],
    ['android', word('android')],
    ['a "and" b', and(a, word('and'), b)],
  ])('%s', (text, expected) => expect(tree(text)).toEqual(expected));
});

describe('regular expressions and paths', () => {
  it.each([
    ['/foo/', regex('foo')],
    ['/foo/i', regex('foo', 'i')],
    ['/foo/ims bar', and(regex('foo', 'ims'), word('bar'))],
    ['(/foo/)', regex('foo')],
    ['(/foo/i or /bar/)', or(regex('foo', 'i'), regex('bar'))],
    ['/Event \\d+ : .* logged in/', regex('Event \\d+ : .* logged in')],
    ['/(a|b) c/', regex('(a|b) c')],
    ['/[/]x/', regex('[/]x')],
    ['/a\\/b/', regex('a\\/b')],
    ['/"a b"/', regex('"a b"')],
    ['/\\p{L}+/u', regex('\\p{L}+', 'u')],
    // a regular expression with bare slashes: the signs in it give it away
    ['/vmfs/volumes/.*\\.vmx/', regex('vmfs\\/volumes\\/.*\\.vmx')],
    ['/vmfs/volumes/[0-9a-f]+/i', regex('vmfs\\/volumes\\/[0-9a-f]+', 'i')],
    // paths
    ['/vmfs/x', word('/vmfs/x')],
    ['/vmfs/volumes/x', word('/vmfs/volumes/x')],
    ['/vmfs/volumes/', word('/vmfs/volumes/')],
    ['/vmfs/volumes/ x', and(word('/vmfs/volumes/'), word('x'))],
    ['(/vmfs/volumes/)', word('/vmfs/volumes/')],
    ['/vmfs/volumes', word('/vmfs/volumes')],
    ['/vmfs', word('/vmfs')],
    ['/', word('/')],
    ['//', word('//')],
    ['//server/share', word('//server/share')],
    ['/ a/', regex(' a')],
    ['/etc/vmware/hostd/', word('/etc/vmware/hostd/')],
    ['/bin/sh', word('/bin/sh')],
    ['/usr/lib64/x.d/', word('/usr/lib64/x.d/')],
    ['/usr/lib/vmware/vpxa/bin/vpxa(34895)', word('/usr/lib/vmware/vpxa/bin/vpxa(34895)')],
    ['/var/log or /var/run/log', or(word('/var/log'), word('/var/run/log'))],
    ['/tmp and /var/log/', and(word('/tmp'), word('/var/log/'))],
    ['/etc/hosts -/foo/', and(word('/etc/hosts'), not(regex('foo')))],
    [
      '/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/gnav-10.1/gnav-10.1.vmx',
      word('/vmfs/volumes/5b2cf72d-c314ef74-0f37-8cdf9d51786c/gnav-10.1/gnav-10.1.vmx'),
    ],
    ['"/foo/"', word('/foo/')],
    ['x/foo/', word('x/foo/')],
    // one name between two slashes cannot be told from a regular expression: it is one, as in JavaScript
    ['/sdk/', regex('sdk')],
    ['message:/a b/i', regex('a b', 'i', 'message')],
    ['message:/vmfs/volumes/x', { kind: 'message', text: '/vmfs/volumes/x' }],
  ])('%s', (text, expected) => expect(tree(text)).toEqual(expected));
});

describe('fields', () => {
  it.each([
    ['user:root', field('user', 'root')],
    [
      String.raw`user:vpxuser:VSPHERE.LOCAL\Administrator`,
      field('user', String.raw`vpxuser:VSPHERE.LOCAL\Administrator`),
    ],
    ['user:"vpxuser:<no user>"', field('user', 'vpxuser:<no user>')],
    ['user::vsanmgmtd', field('user', ':vsanmgmtd')],
    ['process:hostd*', field('process', 'hostd*')],
    [
      'component:VMkernelStatsProvider(000000a67b5238a0)',
      field('component', 'VMkernelStatsProvider(000000a67b5238a0)'),
    ],
    ['component:"Proxy Req 07995"', field('component', 'Proxy Req 07995')],
    ['(opid:esxui-8c02-9b39)', field('opid', 'esxui-8c02-9b39')],
    ['sid:52f0e556 pid:1050748', and(field('sid', '52f0e556'), field('pid', '1050748'))],
    ['host:esx01*', field('host', 'esx01*')],
    ['file:var/run/log/hostd.log', { kind: 'file', pattern: 'var/run/log/hostd.log' }],
    ['file:/var/run/log/*', { kind: 'file', pattern: '/var/run/log/*' }],
    ['file:///x', { kind: 'file', pattern: '///x' }],
    ['source:2', { kind: 'source', pattern: '2' }],
    ['vm:"New Virtual Machine"', { kind: 'vm', pattern: 'New Virtual Machine' }],
    ['world:2099084', { kind: 'world', pattern: '2099084' }],
    ['message:failed', { kind: 'message', text: 'failed' }],
    ['message:"a \\"b\\""', { kind: 'message', text: 'a "b"' }],
    ['level:error', level('=', 'error')],
    ['level>=warning', level('>=', 'warning')],
    ['level>info', level('>', 'info')],
    ['level<=notice', level('<=', 'notice')],
    ['level<warn', level('<', 'warning')],
    ['level:ERR', level('=', 'error')],
    ['level:crit', level('=', 'critical')],
    ['level:panic', level('=', 'fatal')],
    ['level:verbose', level('=', 'trace')],
    ['level:>=warning', level('>=', 'warning')],
    ['level:"error"', level('=', 'error')],
    ['level:none', not(level('>=', 'trace'))],
    ['level=error', word('level=error')],
  ])('%s', (text, expected) => expect(tree(text)).toEqual(expected));

  it.each([
    '00:50:56',
    '00:50:56:a3:56:19',
    'ac:1f:6b:00:11:22',
    'fe80::1',
    'fd00:abcd::1',
    'dead:beef::1',
    'WARNING:x',
    'WARNING:',
    'vim.Folder:x',
    'http://x',
    'https://esx01/ui/',
    'std::string',
    'c:\\temp',
    'opID:x',
    'vmnic0:up',
    'naa.600:1',
    'x=y:z',
    'vpxd-main:x',
    '14:31:48',
    'user>root',
    'vm->x',
    ':x',
    'vmhba0:C0:T0:L0',
  ])('%s is a word', (text) => expect(tree(text)).toEqual(word(text)));
});

describe('times', () => {
  it.each([
    ['after:2023-12-05', time('after', '2023-12-05T00:00:00Z')],
    ['before:2023-12-05T14', time('before', '2023-12-05T14:00:00Z')],
    ['before:2023-12-05T14:31', time('before', '2023-12-05T14:31:00Z')],
    ['after:2023-12-05T14:31:48.557Z', time('after', '2023-12-05T14:31:48.557Z')],
    ['after:"2023-12-05 14:31:48.5"', time('after', '2023-12-05T14:31:48.500Z')],
    ['after:"2023-12-05 14:31:48,5"', time('after', '2023-12-05T14:31:48.500Z')],
    ['after:2023-12-05T14:31:48.123999', time('after', '2023-12-05T14:31:48.123Z')],
    ['after:2023-12-05T20:01+05:30', time('after', '2023-12-05T14:31:00Z')],
    ['after:2023-12-05T09:31-0500', time('after', '2023-12-05T14:31:00Z')],
    ['after:2023-12-05T09:31-05', time('after', '2023-12-05T14:31:00Z')],
    ['after:"2023-12-05 14:31 Z"', time('after', '2023-12-05T14:31:00Z')],
    ['after:0001-01-01', time('after', '0001-01-01T00:00:00Z')],
    ['before:+10m', time('before', '2023-12-05T14:41:48.557Z')],
    ['after:-2h', time('after', '2023-12-05T12:31:48.557Z')],
    ['before:+1h30m', time('before', '2023-12-05T16:01:48.557Z')],
    ['before:+1d2h3m4s5ms', time('before', '2023-12-06T16:34:52.562Z')],
    ['after:-1.5s', time('after', '2023-12-05T14:31:47.057Z')],
    ['after:-0s', time('after', '2023-12-05T14:31:48.557Z')],
  ])('%s', (text, expected) => expect(tree(text)).toEqual(expected));

  it.each([
    ['UTC', '2023-12-05T14:31', '2023-12-05T14:31:00Z'],
    ['Europe/Berlin', '2023-12-05T14:31', '2023-12-05T13:31:00Z'],
    ['Europe/Berlin', '2023-07-05T14:31', '2023-07-05T12:31:00Z'],
    ['Europe/Berlin', '2023-07-05', '2023-07-04T22:00:00Z'],
    ['Asia/Kolkata', '2023-07-05T00:00', '2023-07-04T18:30:00Z'],
    ['America/St_Johns', '2023-01-05T00:00:01.25', '2023-01-05T03:30:01.250Z'],
    // skipped by the clocks: counts on from before the gap
    ['Europe/Berlin', '2023-03-26T02:30', '2023-03-26T01:30:00Z'],
    ['Europe/Berlin', '2023-03-26T01:59:59.999', '2023-03-26T00:59:59.999Z'],
    ['Europe/Berlin', '2023-03-26T03:00', '2023-03-26T01:00:00Z'],
    ['America/New_York', '2023-03-12T02:30', '2023-03-12T07:30:00Z'],
    ['Australia/Lord_Howe', '2023-10-01T02:15', '2023-09-30T15:45:00Z'],
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00Z'],
    // passed twice: the first of the two
    ['Europe/Berlin', '2023-10-29T02:30', '2023-10-29T00:30:00Z'],
    ['Europe/Berlin', '2023-10-29T03:00', '2023-10-29T02:00:00Z'],
    ['America/New_York', '2023-11-05T01:30', '2023-11-05T05:30:00Z'],
    ['Australia/Lord_Howe', '2023-04-02T01:45', '2023-04-01T14:45:00Z'],
    ['America/Los_Angeles', '0099-01-01T00:00', '0099-01-01T07:52:58Z'],
  ])('in %s %s is %s', (zone, wall, instant) => {
    expect(tree(`after:${wall}`, { anchor: null, zone })).toEqual(time('after', instant));
  });

  it('counts every hour of a year in a zone back to itself', () => {
    const zone = 'America/New_York';
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    for (let at = Date.UTC(2023, 0, 1, 5); at < Date.UTC(2024, 0, 1); at += 3_600_000) {
      const node = parseQuery(`after:"${wall.format(at)}"`, { anchor: null, zone });
      const twice = at === Date.UTC(2023, 10, 5, 6) ? 3_600_000 : 0; // 01:00 comes a second time
      expect(node).toMatchObject({ at: at - twice });
    }
  });
});

describe('errors', () => {
  it.each([
    // text, code, column, length, suggestion
    ['nosuch:x', 'query-unknown-field', 0, 6, 'host'],
    ['sourc:x', 'query-unknown-field', 0, 5, 'source'],
    ['a usr:root', 'query-unknown-field', 2, 3, 'user'],
    ['-proces:x', 'query-unknown-field', 1, 6, 'process'],
    ['opdi:"a b"', 'query-unknown-field', 0, 4, 'opid'],
    ['error:', 'query-unknown-field', 0, 5, 'user'],
    ['level:eror', 'query-unknown-level', 6, 4, 'error'],
    ['level>=wraning', 'query-unknown-level', 7, 7, 'warning'],
    ['level:>=wran', 'query-unknown-level', 6, 6, '>=warning'],
    ['level>none', 'query-unknown-level', 6, 4, undefined],
    ['user:', 'query-empty-value', 0, 5, undefined],
    ['x user: root', 'query-empty-value', 2, 5, undefined],
    ['user:""', 'query-empty-value', 0, 7, undefined],
    ['""', 'query-empty-value', 0, 2, undefined],
    ['level>=', 'query-empty-value', 0, 7, undefined],
    ['user:(a or b)', 'query-bad-value', 5, 2, '"(a"'],
    ['user:/root|dcui/', 'query-bad-value', 5, 11, '"/root|dcui/"'],
    ['a (b', 'query-unbalanced', 2, 1, undefined],
    ['(', 'query-unbalanced', 0, 1, undefined],
    ['((a)', 'query-unbalanced', 0, 1, undefined],
    [')', 'query-unbalanced', 0, 1, '")"'],
    ['a) b', 'query-unbalanced', 1, 1, '")"'],
    ['foo(a b)', 'query-unbalanced', 7, 1, '")"'],
    ['a "b c', 'query-unbalanced', 2, 4, undefined],
    ['user:"b c', 'query-unbalanced', 5, 4, undefined],
    ['()', 'query-missing-term', 0, 2, undefined],
    ['a ( )', 'query-missing-term', 2, 3, undefined],
    ['or', 'query-missing-term', 0, 2, '"or"'],
    ['or a', 'query-missing-term', 0, 2, '"or"'],
    ['a or', 'query-missing-term', 2, 2, '"or"'],
    ['a or or b', 'query-missing-term', 5, 2, '"or"'],
    ['a AND', 'query-missing-term', 2, 3, '"AND"'],
    ['(a or)', 'query-missing-term', 3, 2, '"or"'],
    ['a and or b', 'query-missing-term', 6, 2, '"or"'],
    ['-or', 'query-missing-term', 1, 2, '"or"'],
    ['-', 'query-missing-term', 0, 1, '"-"'],
    ['a - b', 'query-missing-term', 2, 1, '"-"'],
    ['--plugin-dir', 'query-missing-term', 0, 12, '"--plugin-dir"'],
    ['-->', 'query-missing-term', 0, 3, '"-->"'],
    ['(-)', 'query-missing-term', 1, 1, '"-"'],
    ['/[/', 'query-bad-regex', 0, 3, '"/[/"'],
    ['x /(/', 'query-bad-regex', 2, 3, '"/(/"'],
    ['/a/g', 'query-bad-regex', 0, 4, '"/a/g"'],
    ['/a/ii', 'query-bad-regex', 0, 5, '"/a/ii"'],
    ['/tmp/d', 'query-bad-regex', 0, 6, '"/tmp/d"'],
    ['message:/[/', 'query-bad-regex', 8, 3, '"/[/"'],
    ['"a"b', 'query-misplaced-quote', 2, 1, undefined],
    ['user:"a"b', 'query-misplaced-quote', 7, 1, undefined],
    ['sub="a b', 'query-misplaced-quote', 0, 6, '"sub=\\"a"'],
    ['user:a"b', 'query-misplaced-quote', 5, 3, '"a\\"b"'],
    ['after:yesterday', 'query-bad-time', 6, 9, undefined],
    ['after:10m', 'query-bad-time', 6, 3, '+10m'],
    ['after:2023-02-30', 'query-bad-time', 6, 10, undefined],
    ['after:2023-13-01', 'query-bad-time', 6, 10, undefined],
    ['after:2023-12-05T24:00', 'query-bad-time', 6, 16, undefined],
    ['after:2023-12-05T14:60', 'query-bad-time', 6, 16, undefined],
    ['after:2023-12-05T14:31+25:00', 'query-bad-time', 6, 22, undefined],
    ['after:0000-01-01', 'query-bad-time', 6, 10, undefined],
    ['after:+99999999999d', 'query-bad-time', 6, 13, undefined],
    [`after:+${'9'.repeat(400)}d`, 'query-bad-time', 6, 402, undefined],
    ['before:+10 m', 'query-bad-time', 7, 3, undefined],
  ])('%s', (text, code, column, length, suggestion) => {
    const error = failure(text);
    expect(error).toBeInstanceOf(Failure);
    expect({ code: error.code, column: error.column, length: error.length }).toEqual({
      code,
      column,
      length,
    });
    if (suggestion) expect(error.suggestion).toBe(suggestion);
    expect(error.message).toMatch(new RegExp(`^Column ${column + 1}: `));
  });

  it('asks for an anchor', () => {
    const error = failure('hostd after:-10m', { anchor: null, zone: 'UTC' });
    expect(error).toMatchObject({ code: 'query-no-anchor', column: 12, length: 4 });
    expect(error.message).toContain('select one');
  });

  it('names a zone that nobody knows', () => {
    expect(failure('after:2023-12-05', { anchor: null, zone: 'Mars/Base' })).toMatchObject({
      code: 'query-bad-time',
    });
  });

  it('gives what was meant when the suggestion is put in place', () => {
    for (const text of [
      'usr:root',
      'level>=wraning',
      'a or',
      '-->',
      '/a/g',
      'sub="a b',
      'level:>=wran',
      'after:10m',
    ]) {
      const { column, length, suggestion } = failure(text);
      expect(suggestion).toBeDefined();
      const mended = text.slice(0, column) + suggestion + text.slice(column + length);
      expect(() => parseQuery(mended, CONTEXT), mended).not.toThrow();
    }
  });

  it('says what is wrong with a regular expression', () => {
    expect(failure('/a(b/').message).toBe(
      'Column 1: this is no regular expression: Unterminated group. To search for the text itself, put it in quotes',
    );
  });
});

describe('bounds', () => {
  it('takes the longest query and no longer one', () => {
    expect(tree('a'.repeat(MAX_QUERY_LENGTH))).toEqual(word('a'.repeat(MAX_QUERY_LENGTH)));
    expect(failure('a'.repeat(MAX_QUERY_LENGTH + 1))).toMatchObject({
      code: 'query-too-long',
      column: MAX_QUERY_LENGTH,
    });
  });

  it('takes the deepest query and no deeper one', () => {
    const nested = (depth: number) => '('.repeat(depth) + 'a' + ')'.repeat(depth);
    expect(tree(nested(MAX_QUERY_DEPTH))).toEqual(word('a'));
    expect(failure(nested(MAX_QUERY_DEPTH + 1))).toMatchObject({
      code: 'query-too-deep',
      column: MAX_QUERY_DEPTH,
    });
    expect(failure('-('.repeat(4000))).toMatchObject({ code: 'query-too-deep' });
  });

  it('counts depth, not groups', () => {
    expect(() => parseQuery('(a) '.repeat(500), CONTEXT)).not.toThrow();
  });

  it.each([
    '/[ ',
    '/a ',
    '("',
    'a(',
    '"a" ',
    'a:b ',
    '-',
    '/a/b(',
    '[a/',
    'user:/a(/ ',
    '/\\',
    'aa:',
    'or ',
    '\u3000',
  ])('takes a query full of %s in little time', (piece) => {
    const text = piece.repeat(Math.floor(MAX_QUERY_LENGTH / piece.length));
    const start = performance.now();
    try {
      parseQuery(text, CONTEXT);
    } catch {
      // an error is an answer too
    }
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('spans', () => {
  it('tell where each node stood', () => {
    const text = 'a -(user:root or "x y") /z/i';
    const node = parseQuery(text, CONTEXT);
    const places: string[] = [];
    const visit = (part: typeof node): void => {
      places.push(`${part.kind} ${text.slice(part.span.from, part.span.to)}`);
      if ('terms' in part) part.terms.forEach(visit);
      if ('term' in part) visit(part.term);
    };
    visit(node);
    expect(places).toEqual([
      `and ${text}`,
      'text a',
      'not -(user:root or "x y")',
      'or (user:root or "x y")',
      'field user:root',
      'text "x y"',
      'regex /z/i',
    ]);
  });
});

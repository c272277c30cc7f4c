import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { exportFormat } from '../../workers/export/registry';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../../workers/export/sample-records';
import { HOSTILE_RECORDS, HOSTILE_STATEMENT } from './export-records';
import { exportedText } from './export-reading';

const schema = JSON.parse(
  readFileSync(new URL('../fixtures/ecs/fields-8.6.0.json', import.meta.url), 'utf8'),
) as { ecs_version: string; fields: Record<string, string> };

/** What the types of the schema are in JSON. `labels` is an object of keywords, as its description says. */
const TYPES: Record<string, object> = {
  date: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$' },
  keyword: { type: 'string' },
  match_only_text: { type: 'string' },
  long: { type: 'integer', minimum: -(2 ** 53), maximum: 2 ** 53 },
  float: { type: 'number' },
  ip: { type: 'string' },
  object: {
    type: 'object',
    additionalProperties: { type: 'string' },
    propertyNames: { pattern: '^[a-z_]+$' },
  },
  flattened: { type: 'object' },
};

interface Node {
  type: 'object';
  additionalProperties: false;
  properties: Record<string, Node | object>;
}

/** The flat list as a JSON Schema that knows no other fields. */
function jsonSchema(): object {
  const root = emptyNode();
  for (const [path, type] of Object.entries(schema.fields)) {
    const names = path.split('.');
    const last = names.pop()!;
    const parent = names.reduce<Node>((node, name) => (node.properties[name] ??= emptyNode()) as Node, root);
    parent.properties[last] = TYPES[type]!;
  }
  return { ...root, required: ['@timestamp', 'ecs', 'message'] };
}

const emptyNode = (): Node => ({ type: 'object', additionalProperties: false, properties: {} });

const validate = new Ajv({ allErrors: true }).compile(jsonSchema());
const documents = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>);

describe('ECS', () => {
  it('writes fields that the schema has, with their types', () => {
    const ecs = exportFormat('ecs');
    const written = [
      ...documents(exportedText(ecs, SAMPLE_STATEMENT, SAMPLE_RECORDS)),
      ...documents(exportedText(ecs, HOSTILE_STATEMENT, HOSTILE_RECORDS)),
    ];
    expect(written).toHaveLength(SAMPLE_RECORDS.length + HOSTILE_RECORDS.length);
    for (const document of written) {
      validate(document);
      expect(validate.errors, JSON.stringify(document).slice(0, 300)).toBeNull();
      expect(document.ecs!.version).toBe(schema.ecs_version);
    }
  });

  it('is measured by a schema that refuses what it does not have', () => {
    const [whole] = documents(exportedText(exportFormat('ecs'), SAMPLE_STATEMENT, SAMPLE_RECORDS));
    const wrong = [
      { ...whole, line: 1 },
      { ...whole, process: { pid: '17' } },
      { ...whole, log: { offset: 3 } },
      { ...whole, labels: { line: 17 } },
      { ...whole, '@timestamp': 1714557600123 },
      { ...whole, '@timestamp': undefined },
    ];
    for (const document of wrong) expect(validate(JSON.parse(JSON.stringify(document)))).toBe(false);
  });

  it('writes a process id as a number where it is one, else as a thread', () => {
    const pids = ['2099872', 'worker-3', '12345678901234567890', '-1', '1e3', ''];
    const [whole] = SAMPLE_RECORDS;
    const records = pids.map((pid) => ({ ...whole!, event: { ...whole!.event, pid } }));
    const written = documents(exportedText(exportFormat('ecs'), SAMPLE_STATEMENT, records));
    expect(written.map(({ process }) => process)).toEqual([
      { name: 'hostd', pid: 2099872 },
      ...pids.slice(1).map((pid) => ({ name: 'hostd', thread: { name: pid } })),
    ]);
    for (const document of written) expect(validate(document)).toBe(true);
  });
});

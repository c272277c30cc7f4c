import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '../../workers/export/registry';
import type { ExportForm } from '../../workers/engine/exports-api';
import { text } from '../../web/text';
import { exportName, exportOptions } from '../../web/views/timeline/export-options';

const AT = Date.UTC(2026, 1, 3, 4, 5, 6);
const form = (id: string) => EXPORT_FORMATS.find((one) => one.id === id) as unknown as ExportForm;

describe('the name of an exported file', () => {
  it('states the case, the form and the time', () => {
    expect(exportName('esx-esx01-2026-02-02.tgz', form('csv'), AT)).toBe(
      'esx-esx01-2026-02-02.20260203T040506Z.csv',
    );
    expect(exportName('hostd.log', form('ndjson'), AT)).toBe('hostd.20260203T040506Z.ndjson');
    expect(exportName('hostd.log', form('ecs'), AT)).toBe('hostd.ecs.20260203T040506Z.ndjson');
    expect(exportName('a', form('timesketch'), AT)).toBe('a.timesketch.20260203T040506Z.jsonl');
  });

  it('is one that every file system takes, whatever the case is called', () => {
    expect(exportName('../../x/..', form('csv'), AT)).toBe('records.20260203T040506Z.csv');
    expect(exportName('', form('csv'), AT)).toBe('records.20260203T040506Z.csv');
    expect(exportName('a<b>:"c|d?*\u202e.tgz', form('csv'), AT)).toMatch(/^a_b___c_d__‹U\+202E›\.2026/);
  });
});

it('exports what is shown: query, zone and the instant that relative times count from', () => {
  const shown = { query: 'after:-5m', zone: 'Asia/Tokyo', anchor: AT };
  expect(exportOptions('csv', shown)).toEqual({
    format: 'csv',
    query: 'after:-5m',
    zone: 'Asia/Tokyo',
    anchor: '2026-02-03T04:05:06.000Z',
  });
  expect(exportOptions('csv', { ...shown, anchor: null })).not.toHaveProperty('anchor');
});

it('the dialog has words for forms that there are', () => {
  for (const id of Object.keys(text.exports.forms)) expect(form(id)).toBeDefined();
});

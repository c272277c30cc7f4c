import { test } from 'vitest';
import { readFileSync } from 'node:fs';
import { tracedRecords } from './trace-samples';
test('try', async () => {
  for (const file of process.env.TRY!.split(',')) {
  const lines = readFileSync(file,'utf8').trimEnd().split('\n');
  const name = file.split('/').at(-1)!;
  for (const r of await tracedRecords([{ path: name, lines }])) {
    const { evidence, before, after, missing, notApplicable, joined, vendor, ...rest } = r;
    process.stdout.write(JSON.stringify(rest)+'\n     b='+JSON.stringify(before)+' a='+JSON.stringify(after)+' missing='+missing+' joined='+JSON.stringify(joined)+' ev='+evidence.map(e=>e.line)+'\n');
  }}
});

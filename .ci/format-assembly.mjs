// Formats the AssemblyScript sources: Prettier with the plugin that understands their decorators.
// Without --write it only checks.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import * as prettier from 'prettier';

const write = process.argv.includes('--write');
const options = JSON.parse(await readFile('.prettierrc.json', 'utf8'));
let wrong = 0;
for (const name of await readdir('assembly', { recursive: true })) {
  if (!name.endsWith('.ts') || name.startsWith('build/')) continue;
  const path = `assembly/${name}`;
  const source = await readFile(path, 'utf8');
  const formatted = await prettier.format(source, {
    printWidth: options.printWidth,
    singleQuote: options.singleQuote,
    parser: 'typescript',
    plugins: ['assemblyscript-prettier'],
  });
  if (formatted === source) continue;
  if (write) await writeFile(path, formatted);
  else {
    console.error(`${path} is not formatted; run npm run format`);
    wrong++;
  }
}
process.exitCode = wrong ? 1 : 0;

import { Failure } from '../failure';
import type { ExportFormat } from './export-format';

const modules = import.meta.glob<ExportFormat>('./formats/*.ts', { eager: true, import: 'default' });

/** Every form that records can be exported in. */
export const EXPORT_FORMATS: readonly ExportFormat[] = Object.values(modules);

/** Fails with `bad-argument`. */
export function exportFormat(id: unknown): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one.id === id);
  if (format) return format;
  const names = EXPORT_FORMATS.map((one) => `"${one.id}"`).join(', ');
  throw new Failure('bad-argument', `format is one of ${names}, not ${JSON.stringify(id) ?? typeof id}`);
}

import type { AnalysisControl, CaseReader } from '../../workers/analysis/case-reader';
import { CaseContent } from '../../workers/engine/case-content';
import { ContentReader } from '../../workers/engine/content-reader';
import { Feed } from '../../workers/engine/feed';
import { RecordTexts } from '../../workers/engine/record-texts';
import { Source } from '../../workers/engine/source';
import { groupInputs, SourceIntake } from '../../workers/engine/source-intake';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import { ScanService } from '../../workers/scan/scan-service';
import type { PieceAnswer, ScanRequest, TextScanner } from '../../workers/timeline/text-scan';
import { freshKernel } from './kernel';

/** A file to be dropped: its path (folders make one source) and its content. */
export interface GivenFile {
  path: string;
  content: string | Uint8Array;
  /** ms UTC; 2024-01-01 where left out. */
  modified?: number;
}

/** What is open, and what is asked of it. */
export interface OpenedContent {
  content: CaseContent;
  texts: RecordTexts;
  scanner: TextScanner;
}

/** Opens files as the engine does, in Node, with the real kernel; host facts are not read. */
export async function openedCase(given: readonly GivenFile[]): Promise<CaseReader> {
  const { content, texts, scanner } = await openedContent(given);
  return new ContentReader(content, texts, scanner);
}

export async function openedContent(given: readonly GivenFile[]): Promise<OpenedContent> {
  const kernel = await freshKernel<EngineExports>();
  const content = new CaseContent(kernel);
  const feed = new Feed(kernel);
  const inputs = given.map(({ path, content: bytes, modified = Date.UTC(2024, 0, 1) }) => ({
    file: new File(
      [typeof bytes === 'string' ? bytes : new Uint8Array(bytes)],
      path.slice(path.lastIndexOf('/') + 1),
      { lastModified: modified },
    ),
    folderPath: path.includes('/') ? path : '',
  }));
  for (const dropped of groupInputs(inputs)) {
    const source = new Source({
      id: content.sources.length,
      name: dropped.name,
      bytes: 0,
      parent: null,
      droppedAt: dropped.inputs[0]!.file.lastModified,
    });
    content.sources.push(source);
    content.reading = true;
    await new SourceIntake(content, feed, source, dropped, () => undefined).read();
    content.reading = false;
  }
  return { content, texts: new RecordTexts(content), scanner: await scannerOnThisThread(content) };
}

/** Control of an analysis that nobody watches. */
export function unwatched(signal = new AbortController().signal): AnalysisControl {
  const control: AnalysisControl = {
    signal,
    pause: async () => signal.throwIfAborted(),
    progress: () => undefined,
    result: (analysis, reader) => analysis.run(reader, control),
  };
  return control;
}

/** The real sweeping of texts, without workers. */
async function scannerOnThisThread(content: CaseContent): Promise<TextScanner> {
  const service = new ScanService(await freshKernel<EngineExports>(), 1);
  const all = content.layers.layers.map((layer, id) => [id, layer] as [number, typeof layer]);
  await service.update(0, [...content.blobs], all);
  return {
    async *scan({ pieces, leaves, signal }: ScanRequest): AsyncGenerator<PieceAnswer> {
      await service.begin(leaves);
      for (const [piece, { file, offset, bytes, firstRow, endRow, candidates }] of pieces.entries()) {
        if (signal.aborted) return;
        const { layer, offset: at } = content.files.get(file);
        const { format, processHint, yearHint } = content.hints(file);
        const answer = await service.sweep({
          layer,
          offset: at + offset,
          bytes,
          firstRow,
          offsets: content.rowSource.offsets(firstRow, endRow),
          candidates,
          format: format.id,
          processHint,
          yearHint,
        });
        yield 'bits' in answer
          ? { piece, bits: answer.bits }
          : { piece, bits: null, error: { code: answer.code, message: answer.error } };
      }
    },
  };
}

import { describe, expect, it } from 'vitest';
import { RowPages } from '../../web/scrolling/row-pages';

/** A result whose answers come when the test says so. */
class SlowResult {
  readonly asked: { start: number; count: number; give: (offset?: number) => void; fail: () => void }[] = [];
  load = (start: number, count: number): Promise<number[]> =>
    new Promise((resolve, reject) => {
      this.asked.push({
        start,
        count,
        give: (offset = 0) => resolve(Array.from({ length: count }, (_, index) => start + index + offset)),
        fail: () => reject(new Error('gone')),
      });
    });
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function pagesOf(total: number, most = 40): { result: SlowResult; pages: RowPages<number> } {
  const result = new SlowResult();
  const pages = new RowPages<number>(result.load, { size: 10, most });
  pages.reset(total);
  return { result, pages };
}

describe('pages of rows', () => {
  it('fetches the page in sight and gives its rows', async () => {
    const { result, pages } = pagesOf(1000);
    pages.want(502, 5);
    expect(result.asked.map(({ start }) => start)).toEqual([500, 490]);
    expect(pages.at(503)).toBeUndefined();
    result.asked[0]!.give();
    await settled();
    expect(pages.at(503)).toBe(503);
    expect(pages.at(510)).toBeUndefined();
  });

  it('never asks for what scrolled out of sight before its turn', async () => {
    const { result, pages } = pagesOf(10_000);
    for (let first = 0; first < 9_000; first += 100) pages.want(first + 4, 3);
    expect(result.asked).toHaveLength(2);
    result.asked.forEach((one) => one.give());
    await settled();
    expect(result.asked.map(({ start }) => start)).toEqual([0, 100, 8900]);
  });

  it('knows which rows are as they were before the result grew', async () => {
    const { result, pages } = pagesOf(100);
    pages.want(4, 2);
    expect(pages.isFresh(4)).toBe(false);
    result.asked[0]!.give();
    await settled();
    expect(pages.isFresh(4)).toBe(true);
    pages.refresh(105);
    expect([pages.at(4), pages.isFresh(4), pages.total]).toEqual([4, false, 105]);
  });

  it('drops answers to a result that was replaced', async () => {
    const { result, pages } = pagesOf(100);
    pages.want(4, 2);
    pages.reset(50);
    result.asked[0]!.give();
    await settled();
    expect(pages.at(4)).toBeUndefined();
  });

  it('keeps old rows until fresh ones are there when the result grows', async () => {
    const { result, pages } = pagesOf(100);
    pages.want(4, 2);
    result.asked[0]!.give();
    await settled();
    pages.refresh(120);
    expect(pages.at(4)).toBe(4);
    expect(result.asked).toHaveLength(2);
    result.asked[1]!.give(1000);
    await settled();
    expect(pages.at(4)).toBe(1004);
  });

  it('asks again after an answer that the result outgrew on its way', async () => {
    const { result, pages } = pagesOf(100);
    pages.want(4, 2);
    pages.refresh(120);
    result.asked[0]!.give();
    await settled();
    expect(result.asked.map(({ start }) => start)).toEqual([0, 0]);
  });

  it('does not ask in a circle for a page that fails', async () => {
    const { result, pages } = pagesOf(100);
    pages.want(4, 2);
    result.asked[0]!.fail();
    await settled();
    expect(result.asked).toHaveLength(1);
  });

  it('fetches one row for a caller, and shares the request', async () => {
    const { result, pages } = pagesOf(100);
    const both = Promise.all([pages.fetch(55), pages.fetch(56)]);
    expect(result.asked).toHaveLength(1);
    result.asked[0]!.give();
    expect(await both).toEqual([55, 56]);
    expect(await pages.fetch(100)).toBeUndefined();
  });

  it('forgets pages beyond its limit, but none in sight', async () => {
    const { result, pages } = pagesOf(1000, 3);
    for (const first of [4, 104, 204, 304]) {
      pages.want(first, 2);
      result.asked.at(-1)!.give();
      await settled();
    }
    expect(pages.at(4)).toBeUndefined();
    expect([pages.at(104), pages.at(204), pages.at(304)]).toEqual([104, 204, 304]);
  });
});

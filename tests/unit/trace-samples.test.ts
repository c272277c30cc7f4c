import { describe, expect, test } from 'vitest';
import { TRACE_SOURCES } from '../../workers/trace/registry';
import { expectSample } from './trace-samples';

describe.each(TRACE_SOURCES.map(({ source, samples }) => ({ id: source.id, samples })))(
  'operations of $id',
  ({ samples }) => {
    test('has samples', () => expect(samples.length).toBeGreaterThan(0));
    test.each([...samples])('$title', expectSample);
  },
);

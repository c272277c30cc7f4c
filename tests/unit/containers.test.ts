import { describe, expect, it } from 'vitest';
import { Containers } from '../../workers/engine/containers';

function vcenter() {
  const containers = new Containers();
  const zip = containers.add({
    parent: null,
    source: 0,
    name: 'vc.zip',
    kind: 'zip',
    topFolder: 'vc-2024/',
    isSource: true,
  });
  const host = containers.add({
    parent: zip.id,
    source: 0,
    name: 'vc-2024/esx1.tgz',
    kind: 'tgz',
    topFolder: 'esx1-2024/',
    isSource: false,
  });
  const traces = containers.add({
    parent: host.id,
    source: 0,
    name: 'esx1-2024/var/log/dvsData.tar',
    kind: 'tar',
    topFolder: '',
    isSource: false,
  });
  return { containers, zip, host, traces };
}

describe('shown paths', () => {
  it('begin below the top folder and lead through nested archives', () => {
    const { containers, zip, host, traces } = vcenter();
    expect(containers.shownPath(zip.id, 'vc-2024/README')).toBe('README');
    expect(containers.shownPath(host.id, 'esx1-2024/README')).toBe('esx1.tgz/README');
    expect(containers.shownPath(traces.id, 'a/b')).toBe('esx1.tgz/var/log/dvsData.tar/a/b');
  });

  it('begin anew in a container that is a source of its own', () => {
    const { containers, host, traces } = vcenter();
    containers.promote(host.id, 7);
    expect(containers.shownPath(host.id, 'esx1-2024/README')).toBe('README');
    expect(containers.shownPath(traces.id, 'a')).toBe('var/log/dvsData.tar/a');
    expect([host.source, traces.source]).toEqual([7, 7]);
  });

  it('keep what is outside the top folder, and hostile names, as they are', () => {
    const { containers, zip } = vcenter();
    expect(containers.shownPath(zip.id, '../../etc/passwd')).toBe('../../etc/passwd');
  });
});

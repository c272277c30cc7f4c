import { expect, it } from 'vitest';
import { hostFacts, wantedForHostFacts } from '../../workers/host/host-facts';
import type { Release } from '../../workers/sample/index';
import { readFiles, small } from './sample-reading';

it.each<Release>(['6.7', '7.0', '8.0'])('the host facts of %s are those of the truth', async (release) => {
  const bundle = await small({ release });
  const { host, vms, topFolder } = bundle.truth;
  const files = [...(await readFiles(bundle))].flatMap(([path, bytes]) => {
    const most = wantedForHostFacts(path);
    const text = new TextDecoder().decode(bytes.subarray(0, most));
    return most === 0 ? [] : [{ path, text, cut: bytes.length > most }];
  });
  const facts = hostFacts(1, topFolder, files)!;
  const { hostname, product, version, build, uuid, uptimeSeconds, commandLine } = host;
  expect(facts).toMatchObject({ hostname, product, version, build, uuid, uptimeSeconds, commandLine });
  expect(facts.collectedAt).toBe(host.collectedAt);
  const known = facts.vms.map(({ name, number, vmxPath, running, world }) => ({
    name,
    number,
    vmxPath,
    running,
    world,
  }));
  const byNumber = (a: { number: number | null }, b: { number: number | null }) => a.number! - b.number!;
  expect(known.sort(byNumber)).toEqual([...vms].sort(byNumber));
  expect(facts.datastores.map(({ name }) => name).sort()).toEqual(['datastore1', 'nfs-iso', 'san-gold-01']);
  expect(facts.networks.length).toBeGreaterThan(6);
});

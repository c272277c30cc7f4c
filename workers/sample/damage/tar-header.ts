import { changing, type Damage, type EntryTest } from './damage';

/** The entry's header block is all zeros; its content stands where it was. */
export function zeroTarHeader(entry: EntryTest): Damage {
  return changing('zero tar header', entry, (found) => ({ ...found, spoil: (header) => header.fill(0) }));
}

/** The header's checksum does not fit. */
export function wrongTarChecksum(entry: EntryTest): Damage {
  return changing('wrong tar checksum', entry, (found) => ({
    ...found,
    spoil: (header) => header.set([0x37], 150),
  }));
}

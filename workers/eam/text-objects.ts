import type { LogRecord } from '../analysis/case-reader';
import type { Finding } from '../public-api';
import type { EamCase } from './eam-case';
import { mentions } from './false-alarms';

/** Hosts, VMs, clusters and agencies that texts name: MoRefs, and names that EAM's objects have. */
export function objectsInText(records: readonly LogRecord[], model: EamCase): Partial<Finding['objects']> {
  const hosts = new Set<string>();
  const vms = new Set<string>();
  const agencies = new Set<string>();
  const clusters = new Set<string>();
  const known = new Set(model.hostNames.values());
  for (const { message } of records.slice(0, 200)) {
    const text = message.slice(0, 4_000);
    for (const [id] of text.matchAll(/\bhost-\d{1,12}\b/g)) hosts.add(model.hostNames.get(id) ?? id);
    for (const [id] of text.matchAll(/\bvm-\d{1,12}\b/g)) vms.add(id);
    for (const [id] of text.matchAll(/\bdomain-c\d{1,12}\b/g)) clusters.add(id);
    for (const [name] of text.matchAll(/Guest Introspection \(\d{1,5}\)/g)) vms.add(name);
    for (const name of known) if (mentions(text, name)) hosts.add(name);
    for (const { id, name } of model.agencies) if (name !== null && text.includes(name)) agencies.add(id);
  }
  return { hosts: [...hosts], vms: [...vms], agencies: [...agencies], clusters: [...clusters] };
}

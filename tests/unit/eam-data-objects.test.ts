import { describe, expect, it } from 'vitest';
import { dataObjects, referenceId, referenceIds, textField, withInner } from '../../workers/eam/data-objects';

describe('data objects', () => {
  it('reads the print of pyVmomi', () => {
    const text = `pyVmomi.VmomiSupport.InvalidLogin: (eam.fault.InvalidLogin) {
   dynamicType = <unset>,
   dynamicProperty = (vmodl.DynamicProperty) [],
   msg = '',
   faultCause = <unset>,
   faultMessage = (vmodl.LocalizableMessage) []
}`;
    const { objects, cut } = dataObjects(text);
    expect(cut).toBe(false);
    expect(objects).toHaveLength(1);
    expect(objects[0]!.type).toBe('eam.fault.InvalidLogin');
    expect([...objects[0]!.fields]).toEqual([
      ['dynamicType', null],
      ['dynamicProperty', []],
      ['msg', ''],
      ['faultCause', null],
      ['faultMessage', []],
    ]);
  });

  it('reads both printings, nested, whatever the indentation', () => {
    const named = dataObjects(
      "Result:\neam.Agent.RuntimeInfo {\nstatus = 'yellow',\n goalState = enabled,\nissue = (eam.issue.Issue) [\neam.issue.VmPoweredOff {\nkey = 7,\ndescription = 'It\\'s off, isn't it',\nagent = 'Agent:a-1:null'\n}\n],\nvm = <unset>\n}\ntrailing",
    );
    const [state] = named.objects;
    expect(textField(state!, 'status')).toBe('yellow');
    expect(textField(state!, 'goalState')).toBe('enabled');
    const issue = [...withInner(state)][1]!;
    expect(issue.type).toBe('eam.issue.VmPoweredOff');
    expect(textField(issue, 'description')).toBe("It\\'s off, isn't it");
    expect(referenceId(issue.fields.get('agent'))).toBe('a-1');

    const bracketed = dataObjects(
      '(com.vmware.vim.binding.eam.issue.VibNotInstalled) { key = 3, host = (vmodl.ManagedObjectReference) { type = HostSystem, value = host-12, serverGuid = null }, cause = null }',
    );
    expect(bracketed.objects[0]!.type).toBe('eam.issue.VibNotInstalled');
    expect(referenceId(bracketed.objects[0]!.fields.get('host'))).toBe('host-12');
    expect(bracketed.objects[0]!.fields.get('cause')).toBeNull();
  });

  it('reads an object that was cut off as far as it goes', () => {
    const { objects, cut } = dataObjects(
      "eam.Agent.RuntimeInfo {\n   status = 'red',\n   issue = [ eam.issue.VmSuspended { key = 4, descri",
    );
    expect(cut).toBe(true);
    expect(textField(objects[0]!, 'status')).toBe('red');
    expect([...withInner(objects[0]!)].map(({ type }) => type)).toContain('eam.issue.VmSuspended');
  });

  it('reads several objects, arrays with brackets in their type, braces that do not match', () => {
    const { objects } = dataObjects('a.b { x = eam.Issue[] [ 1, 2 ] } and (c.d) { y = [ e.f { z = 1 ] }');
    expect(objects.map(({ type }) => type)).toEqual(['a.b', 'c.d']);
    expect(objects[0]!.fields.get('x')).toEqual(['1', '2']);
  });

  it('takes hostile texts in linear time', () => {
    const texts = [
      'a.b {'.repeat(50_000),
      `a.b { x = ${'['.repeat(200_000)}`,
      `a.b { ${"x = 'y' z ".repeat(50_000)}`,
      `a.b { ${'('.repeat(200_000)}`,
      `a.b { x = '${"'a".repeat(200_000)}`,
      '(' + 'a.'.repeat(100_000),
      'a.b { __proto__ = 1, constructor = 2 }',
    ];
    for (const text of texts) {
      const begun = performance.now();
      dataObjects(text);
      expect(performance.now() - begun).toBeLessThan(2_000);
    }
    expect(Object.getPrototypeOf(dataObjects(texts.at(-1)!).objects[0]!)).toBe(Object.prototype);
  });
});

describe('references', () => {
  it('reads the print of the Java binding, whose commas end no field', () => {
    const { objects } = dataObjects(
      '(eam.Agent.RuntimeInfo) {\n   entity = ManagedObjectReference: type = Agent, value = a-1, serverGuid = null,\n   host = ManagedObjectReference: type = HostSystem, value = host-12, serverGuid = 9f-1\n   computeResource = (ManagedObjectReference) [ManagedObjectReference: type = ClusterComputeResource, value = domain-c7, serverGuid = null, ManagedObjectReference: type = ClusterComputeResource, value = domain-c8],\n   vm = null\n}',
    );
    const { fields } = objects[0]!;
    expect([...fields.keys()]).toEqual(['entity', 'host', 'computeResource', 'vm']);
    expect(referenceId(fields.get('entity'))).toBe('a-1');
    expect(fields.get('entity')).toBe('Agent:a-1:null');
    expect(referenceId(fields.get('host'))).toBe('host-12');
    expect(referenceIds(fields.get('computeResource'))).toEqual(['domain-c7', 'domain-c8']);
    expect(fields.get('vm')).toBeNull();
  });

  it.each([
    ['Agent:4b085fd1-4c90-4baa-92d6-133bcf3285a3:null', '4b085fd1-4c90-4baa-92d6-133bcf3285a3'],
    ['Agency:zz##-redacted:7', 'zz##-redacted'],
    ['HostSystem:host-12:a1b2', 'host-12'],
    ['host-12', 'host-12'],
  ])('%s', (text, id) => expect(referenceId(text)).toBe(id));
});

/** `name`, or `name (2)` and so on, whichever `isTaken` denies first. */
export async function freeName(name: string, isTaken: (name: string) => Promise<boolean>): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name} (${count})`;
    if (!(await isTaken(candidate))) return candidate;
  }
}

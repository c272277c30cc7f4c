// Fields of the line being read: a slot each, u32 start and u32 length. The order is that of the dictionaries.

export const PROCESS: u32 = 0;
export const PID: u32 = 1;
export const COMPONENT: u32 = 2;
export const OPID: u32 = 3;
export const SID: u32 = 4;
export const USER: u32 = 5;
export const HOST: u32 = 6;
/** Text that is read over. */
export const NOTHING: u32 = 7;

const slots: usize = memory.data(8 * 8, 16);

// @ts-ignore: decorator
@inline
export function setField(field: u32, start: usize, length: usize): void {
  store<u64>(slots + ((<usize>field) << 3), (<u64>start) | ((<u64>length) << 32));
}

// @ts-ignore: decorator
@inline
export function fieldStart(field: u32): usize {
  return <usize>load<u32>(slots + ((<usize>field) << 3));
}

// @ts-ignore: decorator
@inline
export function fieldLength(field: u32): usize {
  return <usize>load<u32>(slots + ((<usize>field) << 3), 4);
}

/** Copies all fields to 64 bytes at `to`, and back. */
// @ts-ignore: decorator
@inline
export function saveFields(to: usize): void {
  v128.store(to, v128.load(slots));
  v128.store(to, v128.load(slots, 16), 16);
  v128.store(to, v128.load(slots, 32), 32);
  v128.store(to, v128.load(slots, 48), 48);
}

// @ts-ignore: decorator
@inline
export function restoreFields(from: usize): void {
  v128.store(slots, v128.load(from));
  v128.store(slots, v128.load(from, 16), 16);
  v128.store(slots, v128.load(from, 32), 32);
  v128.store(slots, v128.load(from, 48), 48);
}

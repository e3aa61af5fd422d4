/** How a task hands bytes to the hub while it runs. */
export interface TaskPort {
  /** A buffer to write into, of `size` bytes or more. */
  buffer(size: number): Uint8Array;
  /** Sends bytes, which are the hub's from then on; waits as long as the hub has not used what was sent before. */
  send(bytes: Uint8Array): Promise<void>;
}

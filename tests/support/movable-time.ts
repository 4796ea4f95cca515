/** The time of this process, which a test can move forward. Begin before the system starts, restore when done. */
export function movableTime(): { forward(milliseconds: number): void; restore(): void } {
  const now = Date.now.bind(Date);
  let ahead = 0;
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
  return {
    forward: (milliseconds) => {
      ahead += milliseconds;
    },
    restore: () => spy.mockRestore(),
  };
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

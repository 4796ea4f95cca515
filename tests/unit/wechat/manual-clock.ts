/** A clock that stands still until it is moved. */
export class ManualClock {
  constructor(private milliseconds = Date.parse('2026-03-01T08:00:00.000Z')) {}

  readonly now = (): number => this.milliseconds;

  advance(seconds: number): void {
    this.milliseconds += seconds * 1000;
  }
}

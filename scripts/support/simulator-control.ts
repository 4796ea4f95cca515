/** What the simulator answers when a resident does something: the account's reply, if it gives one. */
export interface Heard {
  readonly reply: { readonly type: string; readonly content: string | null } | null;
}

/** People of one simulated account, as docs/simulator.md lets scripts play them. */
export class SimulatedPeople {
  constructor(
    private readonly simulator: string,
    private readonly appId: string,
  ) {}

  /** A resident writes to the account. */
  say(text: string): Promise<Heard> {
    return this.post('say', { text });
  }

  /** A resident follows it. */
  follow(): Promise<Heard> {
    return this.post('events', { event: 'subscribe' });
  }

  /** A resident taps the button of the live menu that is reached by these names. */
  tap(...path: readonly string[]): Promise<Heard> {
    return this.post('tap', { path });
  }

  /** The administrator ends the authorization in WeChat. */
  async cancel(): Promise<void> {
    await this.post('cancel', {});
  }

  private async post<Answer>(what: string, body: object): Promise<Answer> {
    const response = await fetch(`${this.simulator}/simulator/accounts/${this.appId}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${what}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}

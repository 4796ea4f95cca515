import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/wechat/simulator/simulator.js';
import { call } from './approve.js';
import { ManualClock } from './manual-clock.js';
import { PlatformStub } from './platform-stub.js';

/** A simulator that knows where the platform is, and the smallest of platforms. */
export class Harness {
  private constructor(
    readonly clock: ManualClock,
    readonly simulator: Simulator,
    readonly platform: PlatformStub,
  ) {}

  static async start(options: Partial<SimulatorOptions> = {}): Promise<Harness> {
    const clock = new ManualClock();
    const platform = await PlatformStub.start();
    const simulator = await startSimulator({
      port: 0,
      component: { startDomain: 'platform.example' },
      clock: clock.now,
      retryPauseMs: 1,
      ticketIntervalMs: null,
      callbacks: platform.callbacks,
      ...options,
    });
    platform.component = () => simulator.component;
    return new Harness(clock, simulator, platform);
  }

  async componentToken(ticket?: string): Promise<string> {
    const { appId, secret } = this.simulator.component;
    const component_verify_ticket = ticket ?? (await this.simulator.currentTicket());
    const body = { component_appid: appId, component_appsecret: secret, component_verify_ticket };
    return String((await call(this.simulator, 'api_component_token', body))['component_access_token']);
  }

  async asComponent(name: string, body: object = {}): Promise<Record<string, unknown>> {
    const access_token = await this.componentToken();
    return call(this.simulator, name, { component_appid: this.simulator.component.appId, ...body }, { access_token });
  }

  /** `authorization_info` */
  async exchange(code: string): Promise<Record<string, unknown>> {
    const answer = await this.asComponent('api_query_auth', { authorization_code: code });
    return answer['authorization_info'] as Record<string, unknown>;
  }

  /** Access token of a new grant. */
  async authorized(appId: string, permissions?: readonly number[]): Promise<string> {
    const code = await this.simulator.authorize({ appId, permissions, push: 'NONE' });
    return String((await this.exchange(code))['authorizer_access_token']);
  }

  /** A call in the name of an account: a GET without a body. */
  async asAccount(path: string, access_token: string, body?: unknown): Promise<Record<string, unknown>> {
    const url = `${this.simulator.url}/cgi-bin/${path}?${new URLSearchParams({ access_token }).toString()}`;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', body: text });
    return (await response.json()) as Record<string, unknown>;
  }

  async close(): Promise<void> {
    await this.simulator.close();
    await this.platform.close();
  }
}

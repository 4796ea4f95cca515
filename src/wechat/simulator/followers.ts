/** How long after a resident's last message or tap an account may write to him, seconds. */
const WINDOW = 48 * 3_600;

interface Contact {
  /** Seconds since 1970. */
  readonly lastAt: number;
  /** Messages of the account since. */
  answers: number;
}

/** Who follows an account, and when it last heard of whom. */
export class Followers {
  private readonly following = new Set<string>();
  private readonly contacts = new Map<string, Contact>();

  constructor(private readonly seconds: () => number) {}

  list(): readonly string[] {
    return [...this.following];
  }

  subscribe(openId: string): void {
    this.following.add(openId);
    this.contact(openId);
  }

  unsubscribe(openId: string): void {
    this.following.delete(openId);
    this.contacts.delete(openId);
  }

  /** The resident wrote or tapped: the window in which the account may write begins anew. */
  contact(openId: string): void {
    this.contacts.set(openId, { lastAt: this.seconds(), answers: 0 });
  }

  isKnown(openId: string): boolean {
    return this.contacts.has(openId);
  }

  /** Messages that were written to the resident since the last contact, this one counted; null outside of the window. */
  count(openId: string): number | null {
    const contact = this.contacts.get(openId);
    if (contact === undefined || this.seconds() >= contact.lastAt + WINDOW) return null;
    contact.answers += 1;
    return contact.answers;
  }
}

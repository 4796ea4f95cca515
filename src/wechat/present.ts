/** WeChat leaves out what there is not, or sends an empty string. */
export function present(text: string | null | undefined): string | null {
  return text === undefined || text === null || text === '' ? null : text;
}

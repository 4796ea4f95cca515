/** In one line, and without what a terminal would take for a command: names are whatever people have typed. */
export const oneLine = (text: string): string => `${text.replaceAll(/\p{Cc}+/gu, ' ')}\n`;

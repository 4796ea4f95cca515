import type { Language } from '../context.js';
import { en } from './en.js';
import type { Messages } from './messages.js';
import { zh } from './zh.js';

const CATALOGUE: Readonly<Record<Language, Messages>> = { en, zh };

export const messagesIn = (language: Language): Messages => CATALOGUE[language];

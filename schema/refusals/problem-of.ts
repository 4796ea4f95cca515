import type { InputProblem as Problem } from '../../src/domain/refusal.js';
import type { Language } from '../context.js';
import { messagesIn } from '../messages/catalogue.js';
import type { InputProblem } from './general.js';

/** A mistake as a client gets it, with its message in the client's language. */
export const problemOf = (problem: Problem, language: Language): InputProblem => ({
  code: problem.code,
  message: messagesIn(language).problems[problem.code](problem),
  path: problem.path,
});

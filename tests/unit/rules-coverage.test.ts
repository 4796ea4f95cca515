import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `R${from + index}`);

/** Rules of the domain. */
const RULES = range(1, 29);

const TITLED = new Set(['describe', 'it', 'test']);

/** `describe`, `test.each(…)`, `it.failing`, …: the function that a call begins with. */
function beginningOf(callee: ts.Expression): string | null {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return beginningOf(callee.expression);
  return null;
}

/** Titles of the suites and tests in a source file, template literals with their source text. */
function titlesIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && TITLED.has(beginningOf(node.expression) ?? '')) {
      const [title] = node.arguments;
      if (title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
        titles.push(title.getText());
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** Test files, and the suites that they share. */
const files = readdirSync(join(__dirname, '..'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(__dirname, '..', name));

test('every rule of the domain is named by the title of a test', () => {
  const named = new Set(files.flatMap(titlesIn).flatMap((title) => title.match(/\bR\d+\b/g) ?? []));

  expect(RULES.filter((rule) => !named.has(rule))).toEqual([]);
});

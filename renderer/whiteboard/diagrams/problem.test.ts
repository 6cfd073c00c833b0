import mermaid from 'mermaid';
import { beforeAll, expect, test } from 'vitest';
import { diagramProblem } from './problem.ts';
import { diagramProblemText } from './texts.ts';

beforeAll(() => mermaid.initialize({ startOnLoad: false, maxEdges: 500 }));

/** The sentence for the error that Mermaid itself throws. */
async function sentenceOf(text: string): Promise<string> {
  try {
    await mermaid.mermaidAPI.getDiagramFromText(text.trim());
  } catch (error) {
    return diagramProblemText(diagramProblem(error, text));
  }
  throw new Error('Mermaid draws it');
}

test('the errors of Mermaid name the line, in the text as it was written', async () => {
  for (const [text, line] of [
    ['flowchart TD\n A --> B\n A[Quay', 3],
    ['sequenceDiagram\n  Ada->>Ben Ready\n  Ben->>Ada: Yes', 2],
    ['\n\n%% the port\nflowchart TD\n  A[Quay --> B\n', 5],
    ['pie title Ships\n "Tugs" : 3\n "Ferries" : \n "Cranes" : 4', 3],
    ['pie\n "Tugs" : 3\n @@@\n', 3],
  ] as const) {
    expect(await sentenceOf(text), text).toContain(`Line ${line} is not correct`);
  }
});

test('a diagram with too many edges, and a text of no kind, say what to change', async () => {
  const edges = Array.from({ length: 501 }, (_, at) => ` a${at} --> b`);
  expect(await sentenceOf(`flowchart TD\n${edges.join('\n')}`)).toMatch(/^A flowchart can have 500 arrows/);
  expect(await sentenceOf('My plan')).toMatch(/^The text does not begin with a kind of diagram/);
});

test('what a person cannot find in the text is no error of the text', () => {
  const problemOf = (error: unknown) => diagramProblem(error, 'flowchart TD\n A --> B');
  for (const message of [
    'Failed to fetch dynamically imported module: https://192.168.1.4/assets/flowDiagram.js',
    'error loading dynamically imported module: https://192.168.1.4/assets/flowDiagram.js',
    'Importing a module script failed.',
  ]) {
    expect(problemOf(new TypeError(message))).toEqual({ kind: 'not-loaded' });
  }
  expect(problemOf(new Error('Text limit exceeded'))).toEqual({ kind: 'too-long' });
  for (const error of [
    new Error('Commit not found for key 0-4f'),
    new TypeError('x is undefined'),
    'no',
    undefined,
  ]) {
    expect(problemOf(error)).toEqual({ kind: 'other' });
  }
});

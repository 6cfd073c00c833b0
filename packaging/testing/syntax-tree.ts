/** Finds the names in the ESTree syntax tree of a program. */

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

function walk(value: unknown, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit, parent);
    return;
  }
  if (!isNode(value)) return;
  visit(value, parent);
  for (const key in value) {
    const child = value[key];
    if (typeof child === 'object') walk(child, visit, value);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function nodeIn(node: Node, key: string): Node | undefined {
  const child = node[key];
  return isNode(child) ? child : undefined;
}

function propertyName(node: Node): string | undefined {
  const property = nodeIn(node, 'property');
  if (property === undefined) return undefined;
  if (node.computed !== true) return property.type === 'Identifier' ? String(property.name) : undefined;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

export interface Use {
  /** In `a.b` the name of `a`, empty if `a` is not an identifier; undefined if `name` is not a member. */
  readonly object: string | undefined;
  readonly name: string;
  readonly isCall: boolean;
  /** Offset in the text of the program. */
  readonly start: number;
}

export interface Names {
  readonly uses: readonly Use[];
  /** Names that the program declares, in any scope. */
  readonly own: ReadonlySet<string>;
  /** Names of methods and properties of its classes and objects. */
  readonly ownMethods: ReadonlySet<string>;
  /** Names of imported namespaces (`import * as name`). */
  readonly namespaces: ReadonlySet<string>;
}

export function namesIn(tree: unknown): Names {
  const uses: Use[] = [];
  const own = new Set<string>();
  const ownMethods = new Set<string>();
  const namespaces = new Set<string>();
  walk(tree, (node, parent) => {
    for (const name of declaredNames(node)) own.add(name);
    const isCall = parent?.callee === node;
    const { start } = node;
    if (node.type === 'Identifier') {
      if (isUse(node, parent)) uses.push({ object: undefined, name: String(node.name), isCall, start });
    } else if (node.type === 'MemberExpression') {
      const name = propertyName(node);
      if (name !== undefined) uses.push({ object: plainName(nodeIn(node, 'object')), name, isCall, start });
    } else if (node.type === 'MethodDefinition' || node.type === 'Property') {
      ownMethods.add(plainName(nodeIn(node, 'key')));
    } else if (node.type === 'ImportNamespaceSpecifier') namespaces.add(plainName(nodeIn(node, 'local')));
  });
  return { uses, own, ownMethods, namespaces };
}

function plainName(node: Node | undefined): string {
  return node?.type === 'Identifier' ? String(node.name) : '';
}

function declaredNames(node: Node): readonly string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return patternNames(node.id);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [...patternNames(node.id), ...patternNames(node.params)];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return patternNames(node.id);
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return patternNames(node.local);
    case 'CatchClause':
      return patternNames(node.param);
    default:
      return [];
  }
}

function patternNames(pattern: unknown): readonly string[] {
  if (Array.isArray(pattern)) return pattern.flatMap(patternNames);
  if (!isNode(pattern)) return [];
  if (pattern.type === 'Identifier') return [String(pattern.name)];
  if (pattern.type === 'Property') return patternNames(pattern.value);
  if (pattern.type === 'AssignmentPattern') return patternNames(pattern.left);
  if (pattern.type === 'RestElement') return patternNames(pattern.argument);
  if (pattern.type === 'TSParameterProperty') return patternNames(pattern.parameter);
  return [...patternNames(pattern.properties), ...patternNames(pattern.elements)];
}

/** Whether an identifier refers to a value, not to a property, a label or a type. */
function isUse(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return true;
  if (parent.type.startsWith('TS') && !/^TS(?:As|NonNull|Satisfies)/.test(parent.type)) return false;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (['Property', 'PropertyDefinition', 'MethodDefinition'].includes(parent.type))
    return parent.value === node || (parent.key === node && parent.computed === true);
  return !/^(?:Import|Export|Labeled|Break|Continue|JSX|MetaProperty)/.test(parent.type);
}

// Turns one cell into a script whose declarations last: `let x` of one cell is `x` in the next, and may be declared again.

import { parse } from 'acorn';

const OPTIONS = {
  ecmaVersion: 'latest',
  sourceType: 'script',
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowHashBang: true,
};

/**
 * @returns `{ source, asynchronous, shows }`: a script; whether its value is a promise of the cell's; whether that value is to be shown
 * @throws SyntaxError
 */
export function script(code) {
  const program = parse(code, OPTIONS);
  const edits = [];
  const names = [];
  let asynchronous = false;
  for (const node of program.body) asynchronous = awaits(node) || node.type === 'ImportDeclaration' || asynchronous;
  const last = program.body.findLastIndex((node) => !isEmptyDeclaration(node));
  program.body.forEach((node, i) => {
    switch (node.type) {
      case 'ImportDeclaration':
        edits.push([node.start, node.end, imported(node, code, names)]);
        break;
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
      case 'ExportAllDeclaration':
        throw syntaxError('A cell exports nothing: what it declares is there for all cells', node);
      case 'VariableDeclaration':
        if (node.kind.endsWith('using')) break;
        if (isEmptyDeclaration(node)) {
          node.declarations.forEach((declarator) => bound(declarator.id, names));
          edits.push([node.start, node.end, '']);
        } else {
          declared(node, names, edits);
        }
        break;
      case 'ClassDeclaration':
        names.push(node.id.name);
        edits.push([node.start, node.start, `${node.id.name} = `], [node.end, node.end, ';']);
        break;
      case 'FunctionDeclaration':
        // Hoisted, also out of the function that an asynchronous cell is.
        if (asynchronous) {
          names.push(node.id.name);
          edits.push([node.end, node.end, ` globalThis.${node.id.name} = ${node.id.name};`]);
        }
        break;
      default:
        variables(node, names, asynchronous, edits);
    }
    if (i === last && asynchronous && node.type === 'ExpressionStatement') {
      const end = node.end - (code[node.end - 1] === ';' ? 1 : 0);
      edits.push([node.start, node.start, 'return { value: ('], [end, node.end, ') };']);
    }
  });
  const body = edited(code, edits);
  const prelude = names.length ? `var ${[...new Set(names)].join(', ')}; ` : '';
  return {
    source: asynchronous ? `${prelude}(async () => { ${body}\n})()` : prelude + body,
    asynchronous,
    shows: last >= 0 && program.body[last].type === 'ExpressionStatement',
  };
}

function edited(code, edits) {
  let result = '';
  let at = 0;
  const inOrder = edits.map((edit, i) => [...edit, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[3] - b[3]);
  for (const [start, end, text] of inOrder) {
    result += code.slice(at, start) + text;
    at = end;
  }
  return result + code.slice(at);
}

/** `let {a, b = 1} = c, d;` becomes `void ({a, b = 1} = c), d = undefined;` */
function declared(node, names, edits) {
  edits.push([node.start, node.declarations[0].start, 'void (']);
  node.declarations.forEach((declarator, i) => {
    bound(declarator.id, names);
    const next = node.declarations[i + 1];
    if (!declarator.init && node.kind !== 'var') edits.push([declarator.end, declarator.end, ' = undefined']);
    if (next) edits.push([declarator.end, next.start, '), void (']);
  });
  const end = node.declarations.at(-1).end;
  edits.push([end, node.end, ');']);
}

/** As `var N;`, which TypeScript's namespaces leave at the end. */
function isEmptyDeclaration(node) {
  return node.type === 'EmptyStatement' || (node.type === 'VariableDeclaration' && node.kind === 'var' && node.declarations.every((each) => !each.init));
}

function bound(pattern, names) {
  switch (pattern.type) {
    case 'Identifier':
      names.push(pattern.name);
      break;
    case 'ObjectPattern':
      pattern.properties.forEach((property) => bound(property.type === 'RestElement' ? property.argument : property.value, names));
      break;
    case 'ArrayPattern':
      pattern.elements.filter(Boolean).forEach((element) => bound(element, names));
      break;
    case 'AssignmentPattern':
      bound(pattern.left, names);
      break;
    case 'RestElement':
      bound(pattern.argument, names);
      break;
  }
}

/** `var` inside blocks belongs to the cell too, which an asynchronous cell's function would keep for itself. */
function variables(statement, names, asynchronous, edits) {
  if (!asynchronous) return;
  walk(statement, (node, parent) => {
    if (node.type !== 'VariableDeclaration' || node.kind !== 'var') return;
    node.declarations.forEach((declarator) => bound(declarator.id, names));
    const loop = parent && (parent.left === node || parent.init === node);
    const first = node.declarations[0].start;
    if (loop) {
      edits.push([node.start, first, '']);
      if (parent.init === node) return;
    } else {
      declared(node, [], edits);
    }
  });
}

function imported(node, code, names) {
  const source = node.source.raw;
  const options = node.attributes?.length
    ? `, { with: { ${node.attributes.map((each) => code.slice(each.start, each.end)).join(', ')} } }`
    : '';
  const load = `await import(${source}${options})`;
  const parts = node.specifiers.map((specifier) => {
    const local = specifier.local.name;
    names.push(local);
    if (specifier.type === 'ImportNamespaceSpecifier') return `${local} = __module`;
    const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : (specifier.imported.name ?? specifier.imported.value);
    const key = JSON.stringify(name);
    return `${local} = __given(__module, ${key}, ${source})`;
  });
  if (!parts.length) return `${load};`;
  return `{ const __module = ${load}; const __given = ${given}; ${parts.join('; ')}; }`;
}

/** What a named import gives, with the error that a module's would be. */
function given(module, name, source) {
  if (!(name in module)) throw new SyntaxError(`The requested module '${source}' does not provide an export named '${name}'`);
  return module[name];
}

/** Whether a statement waits outside all functions. */
function awaits(statement) {
  let found = false;
  walk(statement, (node) => {
    found ||= node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await) || node.kind === 'await using';
  });
  return found;
}

/** Visits a statement's nodes, but not what is in its functions. */
function walk(node, visit, parent = null) {
  if (/Function|^MethodDefinition$|^PropertyDefinition$|^StaticBlock$/.test(node.type)) return;
  visit(node, parent);
  for (const key of Object.keys(node)) {
    const child = node[key];
    if (Array.isArray(child)) {
      child.forEach((each) => each?.type && walk(each, visit, node));
    } else if (child?.type) {
      walk(child, visit, node);
    }
  }
}

function syntaxError(message, node) {
  return Object.assign(new SyntaxError(message), { pos: node.start, loc: node.loc?.start });
}

import type { Fault } from '../rule.ts'
import type { SourceTree } from '../source-tree.ts'
import type { Node } from '../syntax.ts'
import { child, children, textOf } from '../syntax.ts'

/**
 * Variables of a module that can change: `let`, `var`, and empty collections that only fill up later. (A WeakMap may
 * remember what was computed for an object: that changes no answer.)
 */
export function moduleState(tree: SourceTree): readonly Fault[] {
  return [...tree.files.values()].flatMap((file) =>
    children(file.program, 'body')
      .map((statement) => child(statement, 'declaration') ?? statement)
      .filter((node) => node.type === 'VariableDeclaration')
      .flatMap((node) => {
        const kind = String(node.kind)
        const names = children(node, 'declarations').filter((each) => kind !== 'const' || isGrowing(each))
        return names.map((each) => ({
          file: file.path,
          line: file.lineOf(each),
          message: `${textOf(child(each, 'id')) ?? 'a variable'} is state of the module`,
        }))
      }),
  )
}

function isGrowing(declarator: Node): boolean {
  const value = child(declarator, 'init')
  const isCollection = /^(Map|Set)$/.test(textOf(child(value, 'callee')) ?? '')
  const type = child(child(child(declarator, 'id'), 'typeAnnotation'), 'typeAnnotation')
  const isReadonly = textOf(child(type, 'typeName'))?.startsWith('Readonly') === true
  return value?.type === 'NewExpression' && isCollection && children(value, 'arguments').length === 0 && !isReadonly
}

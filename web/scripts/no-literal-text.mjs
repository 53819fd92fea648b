// Finds text for people that is written into JSX instead of the message files.
const SPOKEN = new Set(['label', 'title', 'placeholder', 'alt', 'description', 'aria-label', 'aria-description', 'error', 'message'])
const letters = /\p{L}{2,}/u

/** @type {import('eslint').Rule.RuleModule} */
export const noLiteralText = {
  meta: { type: 'problem', schema: [], messages: { literal: 'Text for people belongs into src/messages: {{text}}' } },
  create(context) {
    const report = (node, text) => {
      if (letters.test(text)) context.report({ node, messageId: 'literal', data: { text: text.trim() } })
    }
    return {
      JSXText: (node) => report(node, node.value),
      JSXAttribute(node) {
        if (node.value?.type === 'Literal' && SPOKEN.has(String(node.name.name))) report(node, String(node.value.value))
      },
      JSXExpressionContainer(node) {
        if (node.parent.type === 'JSXElement' && node.expression.type === 'Literal' && typeof node.expression.value === 'string') report(node, node.expression.value)
      },
    }
  },
}

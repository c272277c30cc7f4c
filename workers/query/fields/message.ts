import type { QueryNode } from '../ast';
import type { QueryField } from '../field';
import { checkedRegex, regexText } from '../regex';
import { valueText } from './pattern';

type MessageNode = Extract<QueryNode, { kind: 'message' }> | Extract<QueryNode, { kind: 'regex' }>;

export const message: QueryField<MessageNode> = {
  name: 'message',
  description: 'Text of the message, without time, process and the like; /regex/ too',
  example: 'message:"powered on"',
  regex: true,
  parse: ({ value }) => {
    if (!value.regex) return { kind: 'message', text: value.text };
    return { kind: 'regex', ...checkedRegex(value.regex, value), over: 'message' };
  },
  owns: (node): node is MessageNode =>
    node.kind === 'message' || (node.kind === 'regex' && node.over === 'message'),
  write: (node) => `:${node.kind === 'regex' ? regexText(node) : valueText(node.text)}`,
  test: (node) => {
    if (node.kind === 'regex') {
      const regex = new RegExp(node.source, node.flags);
      return (record) => regex.test(record.message);
    }
    const text = node.text.toLowerCase();
    return (record) => record.message.toLowerCase().includes(text);
  },
};

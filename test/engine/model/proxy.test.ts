import { expect, test } from 'vitest'
import { proxyFor } from '../../../engine/model/proxy.ts'

const proxy = 'http://proxy:3128'
const all = { HTTPS_PROXY: proxy, HTTP_PROXY: 'plain:80' }

test.each([
  ['https://git.example.com/x', all, proxy],
  ['http://git.example.com/x', all, 'http://plain:80'],
  ['https://git.example.com', {}, undefined],
  ['https://git.example.com', { https_proxy: 'http://lower:1', HTTPS_PROXY: proxy }, 'http://lower:1'],
  ['https://git.example.com', { ALL_PROXY: proxy }, proxy],
  ['https://git.example.com', { ...all, NO_PROXY: '*' }, undefined],
  ['https://git.example.com', { ...all, NO_PROXY: 'example.com' }, undefined],
  ['https://git.example.com', { ...all, no_proxy: 'x, .example.com' }, undefined],
  ['https://git.example.com', { ...all, NO_PROXY: '*.example.com' }, undefined],
  ['https://badexample.com', { ...all, NO_PROXY: 'example.com' }, proxy],
  ['https://git.example.com', { ...all, NO_PROXY: 'git.example.com:8443' }, proxy],
  ['https://git.example.com:8443', { ...all, NO_PROXY: 'git.example.com:8443' }, undefined],
  ['https://git.example.com', { ...all, NO_PROXY: 'GIT.EXAMPLE.COM:443' }, undefined],
  ['https://172.30.0.1:443', { ...all, NO_PROXY: '.svc,172.30.0.0/16' }, undefined],
  ['https://172.31.0.1', { ...all, NO_PROXY: '172.30.0.0/16' }, proxy],
  ['https://10.1.2.3', { ...all, NO_PROXY: '10.1.2.3' }, undefined],
  ['https://[::1]:6443', { ...all, NO_PROXY: '::1' }, undefined],
  ['https://[::1]:6443', { ...all, NO_PROXY: '[::1]:6443' }, undefined],
])('%s with %j', (url, variables, expected) => {
  expect(proxyFor(new URL(url), variables)).toBe(expected)
})

import type { Component } from '../engine/model/component.ts'
import { certs } from './certs/index.ts'
import { clusters } from './clusters/index.ts'
import { database } from './database/index.ts'
import { loadbalancer } from './loadbalancer/index.ts'
import { tunnel } from './tunnel/index.ts'
import { vault } from './vault/index.ts'

/** The components, in dependency order: each one needs at most what stands before it. */
export const components: readonly Component[] = [clusters, tunnel, certs, vault, database, loadbalancer]

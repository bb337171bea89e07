export { type DemoAgency, type DemoParty, type DemoPlan, runDemoCeremony } from './ceremony/demo-ceremony.ts';
export { codes } from './codes.ts';
export { readSettings, type Settings, settingRows } from './demo/settings.ts';
export { askControl } from './home/control-socket.ts';
export { type AgreementFile, type NodeConfig, NodeHome, type Partner } from './home/node-home.ts';
export { isRunning, lockFolder } from './home/run-lock.ts';
export { nodeProcess } from './run/node-process.ts';
export { type RunningNode, type RunOptions, runNode } from './run/running-node.ts';

import { addPaymentInterface } from './add-payment-interface.js';
import { authorizeAccount } from './authorize-account.js';
import { bindCommunities } from './bind-communities.js';
import { bindPaymentInterface } from './bind-payment-interface.js';
import { cancelShareCodes } from './cancel-share-codes.js';
import type { Commands } from './contract.js';
import { deleteMenu } from './delete-menu.js';
import { forceReleaseAccount } from './force-release-account.js';
import { generateShareCodes } from './generate-share-codes.js';
import { importMenu } from './import-menu.js';
import { publishMenu } from './publish-menu.js';
import { issueAccessToken } from './issue-access-token.js';
import { reconcileAuthorizations } from './reconcile-authorizations.js';
import { redeemShareCode } from './redeem-share-code.js';
import { refreshAccountProfile } from './refresh-account-profile.js';
import { registerCommunities } from './register-communities.js';
import { releaseAccount } from './release-account.js';
import { removeCommunity } from './remove-community.js';
import { removePaymentInterface } from './remove-payment-interface.js';
import { renameCommunity } from './rename-community.js';
import { revokeSharing } from './revoke-sharing.js';
import { saveMenuDraft } from './save-menu-draft.js';
import type { Services } from './services.js';
import { setAutomaticReplies } from './set-automatic-replies.js';
import { unbindCommunities } from './unbind-communities.js';
import { unbindPaymentInterface } from './unbind-payment-interface.js';

export const createCommands = (services: Services): Commands => ({
  authorizeAccount: authorizeAccount(services),
  refreshAccountProfile: refreshAccountProfile(services),
  releaseAccount: releaseAccount(services),
  forceReleaseAccount: forceReleaseAccount(services),
  reconcileAuthorizations: reconcileAuthorizations(services),
  addPaymentInterface: addPaymentInterface(services),
  removePaymentInterface: removePaymentInterface(services),
  generateShareCodes: generateShareCodes(services),
  cancelShareCodes: cancelShareCodes(services),
  redeemShareCode: redeemShareCode(services),
  revokeSharing: revokeSharing(services),
  issueAccessToken: issueAccessToken(services),
  registerCommunities: registerCommunities(services),
  renameCommunity: renameCommunity(services),
  removeCommunity: removeCommunity(services),
  bindCommunities: bindCommunities(services),
  unbindCommunities: unbindCommunities(services),
  bindPaymentInterface: bindPaymentInterface(services),
  unbindPaymentInterface: unbindPaymentInterface(services),
  setAutomaticReplies: setAutomaticReplies(services),
  saveMenuDraft: saveMenuDraft(services),
  publishMenu: publishMenu(services),
  importMenu: importMenu(services),
  deleteMenu: deleteMenu(services),
});

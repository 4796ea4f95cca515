import { z } from 'zod';

/** Answers of the component API, as far as they are used. */

const token = z.string().min(1);
const seconds = z.number().positive();

export const componentTokenResponse = z.object({ component_access_token: token, expires_in: seconds });

export const preAuthCodeResponse = z.object({ pre_auth_code: token, expires_in: seconds });

export const funcInfo = z.array(z.object({ funcscope_category: z.object({ id: z.int() }) }));

/** Present only where the account has API capability; some answers carry empty strings instead. */
const optionalToken = z.string().nullish();

export const queryAuthResponse = z.object({
  authorization_info: z.object({
    authorizer_appid: z.string().min(1),
    authorizer_access_token: optionalToken,
    expires_in: z.number().nullish(),
    authorizer_refresh_token: optionalToken,
    func_info: funcInfo.nullish(),
  }),
});

const optionalText = z.string().nullish();

export const authorizerInfo = z.object({
  nick_name: z.string().default(''),
  head_img: optionalText,
  service_type_info: z.object({ id: z.int() }),
  verify_type_info: z.object({ id: z.int() }),
  user_name: z.string(),
  qrcode_url: optionalText,
  principal_name: optionalText,
  account_status: z.int().nullish(),
  MiniProgramInfo: z.unknown().optional(),
});
export type AuthorizerInfo = z.infer<typeof authorizerInfo>;

export const authorizerInfoResponse = z.object({
  authorizer_info: authorizerInfo,
  authorization_info: z.object({ authorizer_refresh_token: optionalToken, func_info: funcInfo.nullish() }).nullish(),
});

export const authorizerTokenResponse = z.object({
  authorizer_access_token: token,
  expires_in: seconds,
  authorizer_refresh_token: optionalToken,
});

export const authorizerListResponse = z.object({
  total_count: z.int().nonnegative(),
  list: z.array(z.object({ authorizer_appid: z.string().min(1), refresh_token: optionalToken, auth_time: z.int() })),
});

/** Of calls that only succeed or fail. */
export const doneResponse = z.object({});

using System;
using EspNet.Http.Authentication;
using nanoFramework.TestFramework;

namespace EspNet.Http.Tests.Authentication;

/// <summary>Basic authentication (RFC 7617), both ends of it.</summary>
[TestClass]
public class BasicAuthenticationTests
{
    /// <summary>The second and the third come from section 2 and 2.1 of the RFC.</summary>
    [TestMethod]
    [DataRow("user", "pass", "Basic dXNlcjpwYXNz")]
    [DataRow("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")]
    [DataRow("test", "123£", "Basic dGVzdDoxMjPCow==")]
    [DataRow("", "", "Basic Og==")]
    [DataRow("a", "b:c", "Basic YTpiOmM=")]
    public void Name_and_password_are_sent_as_base64_of_UTF_8(string userName, string password, string field)
    {
        string readName;
        string readPassword;

        Assert.AreEqual(field, BasicAuthorization.Format(userName, password));
        Assert.IsTrue(BasicAuthorization.TryParse(field, out readName, out readPassword));
        Assert.AreEqual(userName, readName);
        Assert.AreEqual(password, readPassword);
    }

    [TestMethod]
    public void A_name_with_a_colon_is_refused() =>
        Refusal.Is(HttpError.InvalidMessage, "holds no colon", () => BasicAuthorization.Format("a:b", "c"));

    [TestMethod]
    [DataRow("basic dXNlcjpwYXNz")]
    [DataRow("BASIC   dXNlcjpwYXNz  ")]
    public void The_scheme_has_any_case_and_any_number_of_blanks(string field)
    {
        string userName;
        string password;

        Assert.IsTrue(BasicAuthorization.TryParse(field, out userName, out password));
        Assert.AreEqual("user", userName);
        Assert.AreEqual("pass", password);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Basic")]
    [DataRow("Basic ")]
    [DataRow("BasicdXNlcjpwYXNz")]
    [DataRow("Digest dXNlcjpwYXNz")]
    [DataRow("Basic dXNl!jpwYXNz")]
    [DataRow("Basic dXNlcjpwYXNz=A")]
    [DataRow("Basic dXNlcjpwYXNzA")]
    [DataRow("Basic dXNlcnBhc3M=")]
    [DataRow("Basic YTr/")]
    [DataRow("Basic YToA")]
    [DataRow("Basic AGE6Yg==")]
    public void What_is_no_Basic_authorization_is_none(string field)
    {
        string userName;
        string password;

        Assert.IsFalse(BasicAuthorization.TryParse(field, out userName, out password));
        Assert.AreEqual(string.Empty, userName);
        Assert.AreEqual(string.Empty, password);
    }

    [TestMethod]
    [DataRow("user", "pass", true)]
    [DataRow("user", "Pass", false)]
    [DataRow("User", "pass", false)]
    [DataRow("user", "pas", false)]
    [DataRow("user", "passs", false)]
    [DataRow("user", "passpass", false)]
    [DataRow("useruser", "pass", false)]
    [DataRow("user", "", false)]
    [DataRow("", "pass", false)]
    [DataRow("", "", false)]
    [DataRow("pass", "user", false)]
    public void Only_the_one_user_is_allowed(string userName, string password, bool isAllowed)
    {
        HttpBasicAuthentication authentication = new HttpBasicAuthentication("realm", "user", "pass");
        string name;

        Assert.AreEqual(isAllowed, authentication.IsAllowed(BasicAuthorization.Format(userName, password), out name));
        Assert.AreEqual(userName, name);
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("a", false)]
    public void An_empty_password_is_only_the_empty_one(string password, bool isAllowed)
    {
        string name;

        Assert.AreEqual(isAllowed, new HttpBasicAuthentication("realm", "user", string.Empty).IsAllowed(BasicAuthorization.Format("user", password), out name));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Basic !")]
    [DataRow("Bearer abc")]
    public void Without_an_authorization_the_check_is_not_asked(string field)
    {
        bool isAsked = false;
        HttpBasicAuthentication authentication = new HttpBasicAuthentication("realm", (userName, password) => isAsked = true);
        string name;

        Assert.IsFalse(authentication.IsAllowed(field, out name));
        Assert.IsFalse(authentication.IsAllowed(null, out name));
        Assert.IsFalse(isAsked);
    }

    [TestMethod]
    public void A_check_of_ones_own_decides()
    {
        HttpBasicAuthentication authentication = new HttpBasicAuthentication("realm", (userName, password) => userName == "ü" && password == "a:b");
        string name;

        Assert.IsTrue(authentication.IsAllowed(BasicAuthorization.Format("ü", "a:b"), out name));
        Assert.AreEqual("ü", name);
        Assert.IsFalse(authentication.IsAllowed(BasicAuthorization.Format("ü", "a"), out name));
    }

    [TestMethod]
    public void The_challenge_tells_realm_and_charset()
    {
        HttpBasicAuthentication authentication = new HttpBasicAuthentication("my device", "user", "pass");

        Assert.AreEqual("my device", authentication.Realm);
        Assert.AreEqual("Basic realm=\"my device\", charset=\"UTF-8\"", authentication.Challenge);
        Assert.IsFalse(authentication.InsecureAllowWithoutTls);
    }

    [TestMethod]
    [DataRow("a\"b")]
    [DataRow("a\\b")]
    [DataRow("a\r\nb")]
    [DataRow("a\u0001b")]
    public void A_realm_that_would_end_its_quotes_is_refused(string realm) =>
        Refusal.Is(HttpError.InvalidMessage, "A realm holds no quotes", () => new HttpBasicAuthentication(realm, "user", "pass").Realm.ToString());

    [TestMethod]
    public void Null_is_refused_by_name()
    {
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpBasicAuthentication(null!, "a", "b").Realm.ToString());
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpBasicAuthentication("a", null!, "b").Realm.ToString());
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpBasicAuthentication("a", "b", null!).Realm.ToString());
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpBasicAuthentication("a", null!).Realm.ToString());
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpCredentials(null!, "a").UserName.ToString());
        Assert.ThrowsException(typeof(ArgumentNullException), () => new HttpCredentials("a", null!).UserName.ToString());
    }
}

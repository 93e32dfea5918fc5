using nanoFramework.TestFramework;

namespace EspNet.Sockets.Tests;

[TestClass]
public class SocketBudgetTests
{
    [TestMethod]
    public void The_default_limit_is_that_of_ESP_IDF()
    {
        Assert.AreEqual(10, SocketBudget.DefaultLimit);
    }

    [TestMethod]
    public void The_one_too_many_is_refused_with_the_holders_and_the_setting()
    {
        SocketBudget.Limit = SocketBudget.Open + 2;
        SocketLease first = SocketBudget.Take("the first holder");
        SocketLease second = SocketBudget.Take("the second holder");
        try
        {
            string message = "";
            try
            {
                SocketBudget.Take("the third");
            }
            catch (TransportException e)
            {
                Assert.AreEqual((int)TransportError.OutOfResources, (int)e.Error);
                Assert.AreEqual(10024, e.NativeErrorCode);
                message = e.Message;
            }

            Assert.Contains("the third", message);
            Assert.Contains("the first holder", message);
            Assert.Contains("the second holder", message);
            Assert.Contains("SocketBudget.Limit", message);
            Assert.Contains("LWIP_MAX_SOCKETS", message);
            Assert.IsNull(SocketBudget.TryTake("the fourth"));
        }
        finally
        {
            first.Return();
            second.Return();
            SocketBudget.Limit = SocketBudget.DefaultLimit;
        }
    }

    [TestMethod]
    public void A_place_that_is_returned_can_be_taken_again_and_is_returned_only_once()
    {
        int before = SocketBudget.Open;
        SocketBudget.Limit = before + 1;
        try
        {
            SocketLease lease = SocketBudget.Take("one");
            Assert.AreEqual(before + 1, SocketBudget.Open);

            lease.Return();
            lease.Return();

            Assert.AreEqual(before, SocketBudget.Open);
            SocketBudget.Take("another").Return();
        }
        finally
        {
            SocketBudget.Limit = SocketBudget.DefaultLimit;
        }
    }

    [TestMethod]
    public void The_holders_are_those_that_are_left_in_whatever_order_the_others_went()
    {
        SocketLease oldest = SocketBudget.Take("oldest");
        SocketLease middle = SocketBudget.Take("middle");
        SocketLease newest = SocketBudget.Take("newest");
        Assert.StartsWith("newest; middle; oldest", SocketBudget.DescribeHolders());

        middle.Return();
        Assert.StartsWith("newest; oldest", SocketBudget.DescribeHolders());

        newest.Return();
        Assert.StartsWith("oldest", SocketBudget.DescribeHolders());

        oldest.Return();
        Assert.IsFalse(SocketBudget.DescribeHolders().IndexOf("oldest") >= 0);
    }

    [TestMethod]
    public void A_limit_below_what_is_open_refuses_until_enough_is_returned()
    {
        int before = SocketBudget.Open;
        SocketLease first = SocketBudget.Take("first");
        SocketLease second = SocketBudget.Take("second");
        SocketBudget.Limit = before + 1;
        try
        {
            Assert.IsNull(SocketBudget.TryTake("third"));
            second.Return();
            Assert.IsNull(SocketBudget.TryTake("third"));
            first.Return();

            SocketLease? third = SocketBudget.TryTake("third");
            Assert.IsNotNull(third);
            third!.Return();
        }
        finally
        {
            SocketBudget.Limit = SocketBudget.DefaultLimit;
        }
    }

    [TestMethod]
    public void A_limit_out_of_range_is_refused()
    {
        Expect.OutOfRange(() => SocketBudget.Limit = 0);
        Expect.OutOfRange(() => SocketBudget.Limit = 65_536);
    }
}
